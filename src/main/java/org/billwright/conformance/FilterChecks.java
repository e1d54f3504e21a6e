package org.billwright.conformance;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.billwright.conformance.FilteredAttribute.Kind;

/** Filters must filter: what comes matches, what matches comes, and a filter that nothing matches gives nothing. */
final class FilterChecks {
    private static final int MAX_PAGES = 10;
    private static final String UNKNOWN = "noSuchAttribute7f3a";

    private final CheckContext context;
    private final CheckLog log;
    private final ProbeClient client;

    FilterChecks(CheckContext context) {
        this.context = context;
        this.log = context.log();
        this.client = context.client();
    }

    void run() {
        for (var resource : TmfResource.of(context.version())) {
            context.sample(resource).ifPresent(this::check);
        }
    }

    private void check(ResourceSample sample) {
        var attributes = FilteredAttribute.of(sample.resource(), context.version());
        for (var attribute : attributes) {
            var probes = FilterPlan.of(sample, attribute);
            if (probes.isEmpty()) {
                log.cannotKnow(
                        FilterProbe.check(sample.resource(), attribute, attribute.kind() == Kind.TIME ? ".gt" : ""),
                        "no item of the sample has a value of it that can be asked for");
            }
            probes.forEach(probe -> check(sample, probe));
        }
        var codes = attributes.stream()
                .filter(attribute -> attribute.kind() == Kind.CODE)
                .findFirst();
        var account = attributes.stream()
                .filter(attribute -> attribute.path().equals("billingAccount.id"))
                .findFirst();
        codes.flatMap(code -> account.flatMap(other -> FilterPlan.and(sample, code, other)))
                .ifPresent(probe -> check(sample, probe));
        codes.flatMap(code -> FilterPlan.or(sample, code)).ifPresent(probe -> check(sample, probe));
        codes.flatMap(code -> FilterPlan.jsonPath(sample, code)).ifPresent(probe -> check(sample, probe));
        unknown(sample);
    }

    private void unknown(ResourceSample sample) {
        var check = FilterProbe.unknown(sample.resource());
        if (sample.isEmpty()) {
            log.cannotKnow(check, "the list is empty");
            return;
        }
        var response = client.get(sample.path(UNKNOWN + "=1"));
        boolean isEmptyList = response.list().filter(List::isEmpty).isPresent();
        log.require(
                response.status() == 400 || response.status() == 501 || isEmptyList,
                check,
                response,
                "status 400 with an error, or an empty list");
    }

    private void check(ResourceSample sample, FilterProbe probe) {
        var response = client.get(sample.path(probe.query()));
        var items = response.list();
        if (items.isPresent()) {
            check(sample, probe, response, items.get());
        } else if (probe.mayBeRefused() && response.status() == 400) {
            log.passed(probe.check());
        } else if (response.isRefusal()) {
            log.notSupported(probe.check(), "the filter is refused", response);
        } else {
            log.failed(
                    probe.check(), Evidence.of(response, "a list of what matches, or status 400 or 501 with an error"));
        }
    }

    private void check(ResourceSample sample, FilterProbe probe, ProbeResponse response, List<ObjectNode> items) {
        var wrong = items.stream().filter(item -> !probe.matches().test(item)).findFirst();
        if (wrong.isPresent()) {
            boolean isIgnored = ids(items)
                    .equals(sample.first().list().map(FilterChecks::ids).orElse(List.of()));
            var what = isIgnored
                    ? "the same items as without the filter: it is ignored"
                    : "the item " + ResourceSample.id(wrong.get()) + " does not match";
            log.failed(probe.check(), new Evidence(response.curl(), what, "only items that match"));
            return;
        }
        var missing = missing(sample, probe, response, items);
        if (missing.isEmpty()) {
            log.passed(probe.check());
        } else if (missing.get(0).isEmpty()) {
            log.cannotKnow(probe.check(), "the filtered list is too long to be read to its end");
        } else {
            log.failed(
                    probe.check(),
                    new Evidence(
                            response.curl(),
                            "the item " + missing.getFirst()
                                    + " is missing, which matches and is in the list without the filter",
                            "all items that match"));
        }
    }

    /** The ids that must be there and are not; an empty text if the list was not read to its end. */
    private List<String> missing(
            ResourceSample sample, FilterProbe probe, ProbeResponse first, List<ObjectNode> firstItems) {
        var wanted = new ArrayList<String>();
        sample.items().stream().filter(probe.matches()).map(ResourceSample::id).forEach(wanted::add);
        wanted.removeAll(ids(firstItems));
        Set<String> seen = new HashSet<>(ids(firstItems));
        int offset = firstItems.size();
        for (int page = 1; !wanted.isEmpty() && isMore(sample, first, offset); page++) {
            if (page == MAX_PAGES) {
                return List.of("");
            }
            var items = client.get(sample.path(probe.query() + "&offset=" + offset))
                    .list()
                    .orElse(List.of());
            if (!seen.addAll(ids(items))) {
                break;
            }
            wanted.removeAll(ids(items));
            offset += items.size();
        }
        wanted.removeIf(id -> !isStillMatching(sample, probe, id));
        return wanted;
    }

    private static boolean isMore(ResourceSample sample, ProbeResponse first, int read) {
        return sample.limit().isPresent()
                && read > 0
                && first.count("X-Total-Count").filter(total -> total <= read).isEmpty();
    }

    /** The item may have changed since the sample was read. */
    private boolean isStillMatching(ResourceSample sample, FilterProbe probe, String id) {
        return client.get(sample.pathOf(id))
                .resource()
                .filter(probe.matches().negate())
                .isEmpty();
    }

    private static List<String> ids(List<ObjectNode> items) {
        return items.stream().map(ResourceSample::id).toList();
    }
}
