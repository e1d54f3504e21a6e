package org.billwright.conformance;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** {@code fields}: the named attributes, what identifies the resource, and nothing else. */
final class FieldChecks {
    private static final Set<String> IDENTITY = Set.of("id", "href");

    private final CheckContext context;
    private final CheckLog log;

    FieldChecks(CheckContext context) {
        this.context = context;
        this.log = context.log();
    }

    private static Check check(TmfResource resource, String form) {
        return new Check(
                "fields." + resource.path() + "." + form,
                CheckGroup.FIELDS,
                "fields of a " + form + " of " + resource.path() + " gives the named attributes and no others",
                "TMF630 part 1, attribute selection");
    }

    void run() {
        for (var sample : context.filled()) {
            checkList(sample);
            checkSingle(sample);
        }
    }

    private void checkList(ResourceSample sample) {
        var check = check(sample.resource(), "list");
        var response = context.client().get(sample.path(query(sample)));
        var items = response.list();
        if (items.isEmpty()) {
            refused(check, response);
            return;
        }
        items.get().stream()
                .flatMap(item -> fault(sample, item).stream())
                .findFirst()
                .ifPresentOrElse(
                        fault -> log.failed(check, new Evidence(response.curl(), fault, expected(sample))),
                        () -> log.passed(check));
    }

    private void checkSingle(ResourceSample sample) {
        var check = check(sample.resource(), "single");
        var id = ResourceSample.id(sample.items().getFirst());
        var response = context.client().get(sample.pathOf(id) + "?" + query(sample));
        response.resource()
                .ifPresentOrElse(
                        item -> fault(sample, item)
                                .ifPresentOrElse(
                                        fault -> log.failed(
                                                check, new Evidence(response.curl(), fault, expected(sample))),
                                        () -> log.passed(check)),
                        () -> refused(check, response));
    }

    private static String query(ResourceSample sample) {
        return "fields=id," + sample.resource().exampleAttribute();
    }

    private static String expected(ResourceSample sample) {
        return "id, " + sample.resource().exampleAttribute() + ", and at most href and members that begin with @";
    }

    private void refused(Check check, ProbeResponse response) {
        if (response.isRefusal()) {
            log.notSupported(check, "fields is refused", response);
        } else {
            log.failed(check, Evidence.of(response, "the resource with the named attributes"));
        }
    }

    private static Optional<String> fault(ResourceSample sample, ObjectNode item) {
        var asked = sample.resource().exampleAttribute();
        List<String> others = item.propertyStream()
                .map(member -> member.getKey())
                .filter(name -> !IDENTITY.contains(name) && !name.startsWith("@") && !name.equals(asked))
                .toList();
        if (!others.isEmpty()) {
            return Optional.of("also " + String.join(", ", others));
        }
        if (!item.has("id")) {
            return Optional.of("no id");
        }
        boolean isMissing = !item.has(asked)
                && sample.items().stream()
                        .anyMatch(
                                whole -> ResourceSample.id(whole).equals(ResourceSample.id(item)) && whole.has(asked));
        return isMissing ? Optional.of("no " + asked + " on " + ResourceSample.id(item)) : Optional.empty();
    }
}
