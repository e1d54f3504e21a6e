package org.billwright.conformance;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Optional;

/** One resource, read in several ways, is one document. */
final class ConsistencyChecks {
    private static final int MAX_ITEMS = 25;
    private static final List<String> COMMON =
            List.of("billNo", "state", "amountDue", "remainingAmount", "taxExcludedAmount", "taxIncludedAmount");

    private static final Check VERSIONS = new Check(
            "consistency.versions",
            CheckGroup.CONSISTENCY,
            "A bill has the same number, state and amounts at the other URL",
            "TMF678 v4 and v5 resource models");

    private final CheckContext context;
    private final CheckLog log;

    ConsistencyChecks(CheckContext context) {
        this.context = context;
        this.log = context.log();
    }

    private static Check check(TmfResource resource) {
        return new Check(
                "consistency." + resource.path(),
                CheckGroup.CONSISTENCY,
                "A " + resource.path() + " by its id is the same as in the list",
                "TMF630 part 1, query and retrieve resources");
    }

    void run() {
        for (var sample : context.filled()) {
            sample.items().stream().limit(MAX_ITEMS).forEach(item -> check(sample, item));
        }
    }

    private void check(ResourceSample sample, ObjectNode listed) {
        var response = context.client().get(sample.pathOf(ResourceSample.id(listed)));
        var single = response.resource();
        if (single.isEmpty()) {
            log.failed(check(sample.resource()), Evidence.of(response, "status 200 with the item of the list"));
        } else if (AttributeValues.isSameDocument(listed, single.get())) {
            log.passed(check(sample.resource()));
        } else if (hasChanged(sample, listed)) {
            log.cannotKnow(check(sample.resource()), "an item changed while it was read");
        } else {
            log.failed(
                    check(sample.resource()),
                    new Evidence(
                            response.curl(),
                            "other than in the list: " + AttributeValues.difference(listed, single.get(), ""),
                            "the item as in the list"));
        }
    }

    /** Whether the list has the item otherwise now. */
    private boolean hasChanged(ResourceSample sample, ObjectNode listed) {
        var id = ResourceSample.id(listed);
        return context.client()
                .get(sample.path(""))
                .list()
                .flatMap(items -> items.stream()
                        .filter(item -> ResourceSample.id(item).equals(id))
                        .findFirst())
                .filter(item -> !AttributeValues.isSameDocument(item, listed))
                .isPresent();
    }

    /** Compares the bills of the sample with those of the same ids at another URL of this server. */
    void compare(ProbeClient other) {
        log.cannotKnow(VERSIONS, "no bill of the sample is at the other URL");
        context.sample(TmfResource.CUSTOMER_BILL)
                .ifPresent(sample ->
                        sample.items().stream().limit(MAX_ITEMS).forEach(bill -> compare(sample, bill, other)));
    }

    private void compare(ResourceSample sample, ObjectNode bill, ProbeClient other) {
        var response = other.get(sample.pathOf(ResourceSample.id(bill)));
        var found = response.resource();
        if (found.isEmpty()) {
            log.failed(VERSIONS, Evidence.of(response, "status 200 with the same bill"));
            return;
        }
        Optional<String> different = COMMON.stream()
                .filter(name -> !AttributeValues.isSameDocument(
                        bill.path(name), found.get().path(name)))
                .findFirst();
        different.ifPresentOrElse(
                name -> log.failed(
                        VERSIONS,
                        new Evidence(
                                response.curl(),
                                AttributeValues.difference(
                                        bill.path(name), found.get().path(name), name),
                                "the same at both URLs")),
                () -> log.passed(VERSIONS));
    }
}
