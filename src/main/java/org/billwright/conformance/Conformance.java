package org.billwright.conformance;

import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.Map;
import org.billwright.json.DateTimes;

/** The check of one server: the samples, then one group of checks after the other. */
public final class Conformance {
    private static final Check TIME = new Check(
            "errors.time",
            CheckGroup.ERRORS,
            "The server responds, and to all requests within the time of the check",
            "this check");

    private final ConformanceTarget target;
    private final ConformanceOptions options;
    private final Clock clock;

    /** Throws {@link IllegalArgumentException} if the other URL is that of another server. */
    public Conformance(ConformanceTarget target, ConformanceOptions options, Clock clock) {
        this.target = target;
        this.options = options;
        this.clock = clock;
        options.other().ifPresent(target::withBase);
    }

    /** Runs all checks. Whatever the server does is in the report; nothing is thrown for it. */
    public ConformanceReport run() {
        var time = DateTimes.now(clock);
        var log = new CheckLog(target.headers());
        ServedVersion version;
        try (var first = new ProbeClient(target, options.maxTime(), response -> {})) {
            version = ServedVersion.find(options.version(), first);
        }
        var shape = new DocumentShape(version.version());
        var errors = new ErrorChecks(log, shape);
        try (var client = new ProbeClient(target, options.maxTime(), errors::examine)) {
            log.stopWhen(client::isOver);
            var reader = new SampleReader(client, options.sample());
            var samples = new ShapeChecks(log, shape).samples(TmfResource.of(version.version()), reader);
            run(new CheckContext(version.version(), client, log, shape, samples), errors);
            return new ConformanceReport(
                    target.base(),
                    version,
                    time,
                    client.requests(),
                    sizes(samples),
                    options.changes().isPresent(),
                    log.results());
        }
    }

    private static Map<String, Integer> sizes(Map<TmfResource, ResourceSample> samples) {
        Map<String, Integer> sizes = new LinkedHashMap<>();
        samples.forEach(
                (resource, sample) -> sizes.put(resource.path(), sample.items().size()));
        return sizes;
    }

    private void run(CheckContext context, ErrorChecks errors) {
        new FilterChecks(context).run();
        new FieldChecks(context).run();
        new SortChecks(context).run();
        new PagingChecks(context).run();
        new HrefChecks(context).run();
        new TotalsChecks(context).run();
        errors.run(context);
        var consistency = new ConsistencyChecks(context);
        consistency.run();
        options.other().ifPresent(url -> {
            try (var other = new ProbeClient(target.withBase(url), options.maxTime(), response -> {})) {
                consistency.compare(other);
            }
        });
        new ChangeChecks(context).run(options.changes());
        context.log().stopWhen(() -> false);
        if (context.client().isOver() || !context.client().hasResponse()) {
            var path = TmfResource.CUSTOMER_BILL.path();
            context.log().failed(TIME, Evidence.of(context.client().get(path), "responses to all requests, in time"));
        } else {
            context.log().passed(TIME);
        }
    }
}
