package org.billwright.conformance;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.OffsetDateTime;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** {@code sort}, in both directions, so that an order that is there anyway proves nothing. */
final class SortChecks {
    private static final Map<TmfResource, String> KEYS =
            Map.of(TmfResource.CUSTOMER_BILL, "billDate", TmfResource.RATE, "date");

    private final CheckContext context;
    private final CheckLog log;

    SortChecks(CheckContext context) {
        this.context = context;
        this.log = context.log();
    }

    private static Check check(TmfResource resource, String sort) {
        return new Check(
                "sort." + resource.path() + "." + sort,
                CheckGroup.FIELDS,
                resource.path() + " sorted by " + sort,
                "TMF630 part 1, sorting");
    }

    void run() {
        for (var sample : context.filled()) {
            Optional.ofNullable(KEYS.get(sample.resource())).ifPresent(key -> {
                check(
                        sample,
                        key,
                        "-" + key,
                        Comparator.<OffsetDateTime>naturalOrder().reversed());
                check(sample, key, key, Comparator.naturalOrder());
            });
        }
    }

    private void check(ResourceSample sample, String key, String sort, Comparator<OffsetDateTime> order) {
        var check = check(sample.resource(), sort);
        var times = times(sample.items(), key);
        if (times.stream().distinct().count() < 2) {
            log.cannotKnow(check, "the sample does not have two different values of " + key);
            return;
        }
        var response = context.client().get(sample.path("sort=" + sort));
        var items = response.list();
        if (items.isEmpty()) {
            if (response.isRefusal()) {
                log.notSupported(check, "sort is refused", response);
            } else {
                log.failed(check, Evidence.of(response, "a sorted list"));
            }
            return;
        }
        var fault = fault(times(items.get(), key), times, order);
        if (fault.isPresent()) {
            log.failed(check, new Evidence(response.curl(), fault.get(), "the whole list, sorted by " + sort));
        } else {
            log.passed(check);
        }
    }

    /** The first of a sorted list is before all that is known of the list. */
    private static Optional<String> fault(
            List<OffsetDateTime> sorted, List<OffsetDateTime> known, Comparator<OffsetDateTime> order) {
        for (int i = 1; i < sorted.size(); i++) {
            if (order.compare(sorted.get(i - 1), sorted.get(i)) > 0) {
                return Optional.of(sorted.get(i - 1) + " is before " + sorted.get(i));
            }
        }
        var first = known.stream().min(order).orElseThrow();
        boolean isFirstThere = !sorted.isEmpty() && order.compare(sorted.getFirst(), first) <= 0;
        return isFirstThere
                ? Optional.empty()
                : Optional.of("it does not begin with " + first + ", which the list without sort has");
    }

    private static List<OffsetDateTime> times(List<ObjectNode> items, String key) {
        return items.stream()
                .flatMap(item -> AttributeValues.time(item, key).stream())
                .toList();
    }
}
