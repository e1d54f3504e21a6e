package org.billwright.conformance;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.billwright.json.JsonValues;

/** Each {@code href} of this API, of a document or of a reference, answers with the resource that it names. */
final class HrefChecks {
    private static final String CLAUSE = "TMF630 part 1, resource identification (href)";
    private static final Map<TmfResource, String> REFERENCES = Map.of(
            TmfResource.RATE, "bill",
            TmfResource.ON_DEMAND, "customerBill",
            TmfResource.CUSTOMER_BILL, "billCycle");

    private final CheckContext context;
    private final CheckLog log;
    private final Set<String> followed = new HashSet<>();

    HrefChecks(CheckContext context) {
        this.context = context;
        this.log = context.log();
    }

    private static Check answers(String what) {
        return new Check(
                "href." + what + ".answers",
                CheckGroup.LINKS,
                "The href of a " + what + " answers 200 with the resource",
                CLAUSE);
    }

    private static Check identity(String what) {
        return new Check(
                "href." + what + ".identity",
                CheckGroup.LINKS,
                "The href of a " + what + " leads to the resource of its id",
                CLAUSE);
    }

    void run() {
        for (var sample : context.filled()) {
            var name = sample.resource().path();
            sample.items().forEach(item -> follow(name, item));
            Optional.ofNullable(REFERENCES.get(sample.resource())).ifPresent(member -> {
                sample.items().stream()
                        .filter(item -> item.path(member).isObject())
                        .forEach(item -> follow(name + "." + member, (ObjectNode) item.path(member)));
            });
        }
    }

    /** Once each; an href that is absent is a matter of the shape. */
    private void follow(String what, ObjectNode document) {
        var href = JsonValues.text(document, "href").filter(text -> !text.isEmpty());
        var id = ResourceSample.id(document);
        if (href.isEmpty() || !followed.add(String.join(" ", what, href.get(), id))) {
            return;
        }
        var url = context.client().target().resolve(href.get());
        if (url.isEmpty()) {
            log.failed(answers(what), new Evidence(href.get(), "not a URL", "a URL"));
        } else if (!context.client().target().owns(url.get())) {
            log.cannotKnow(
                    answers(what),
                    "an href leads to another host, to which no request is sent: "
                            + url.get().getHost());
        } else {
            var response = context.client().get(url.get());
            response.resource()
                    .ifPresentOrElse(
                            found -> found(what, response, found, id),
                            () -> log.failed(
                                    answers(what), Evidence.of(response, "status 200 with the resource " + id)));
        }
    }

    private void found(String what, ProbeResponse response, ObjectNode found, String id) {
        log.passed(answers(what));
        var other = ResourceSample.id(found);
        if (other.equals(id)) {
            log.passed(identity(what));
        } else {
            log.failed(identity(what), new Evidence(response.curl(), "the resource " + other, "the resource " + id));
        }
    }
}
