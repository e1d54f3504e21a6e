package org.billwright.conformance;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.EnumMap;
import java.util.Map;

/** Whether the lists are there, and whether their documents have the members, types, formats and enumerations of the standard. */
final class ShapeChecks {
    private static final String CLAUSE = "TMF678 resource model; TMF678B conformance profile";

    private final CheckLog log;
    private final DocumentShape shape;

    ShapeChecks(CheckLog log, DocumentShape shape) {
        this.log = log;
        this.shape = shape;
    }

    private static Check listCheck(TmfResource resource) {
        return new Check(
                "shape." + resource.path() + ".list",
                CheckGroup.SHAPE,
                "The list of " + resource.path() + " is an array of JSON objects",
                "TMF630 part 1, query resources; RFC 8259");
    }

    private static Check check(TmfResource resource) {
        return new Check(
                "shape." + resource.path(),
                CheckGroup.SHAPE,
                "Each " + resource.path() + " has the members, types, formats and enumerations of its schema",
                CLAUSE);
    }

    /** Reads the samples. A resource whose list cannot be read has none. */
    Map<TmfResource, ResourceSample> samples(Iterable<TmfResource> resources, SampleReader reader) {
        Map<TmfResource, ResourceSample> samples = new EnumMap<>(TmfResource.class);
        for (var resource : resources) {
            var reading = reader.read(resource);
            reading.sample()
                    .ifPresentOrElse(
                            sample -> {
                                log.passed(listCheck(resource));
                                samples.put(resource, sample);
                                check(sample);
                            },
                            () -> unread(resource, reading.response()));
        }
        return samples;
    }

    private void unread(TmfResource resource, ProbeResponse response) {
        if (!resource.isRequired() && response.isRefusal()) {
            log.notSupported(listCheck(resource), "the server does not offer this resource", response);
            log.skipped(check(resource), "the server does not offer this resource");
        } else {
            log.failed(
                    listCheck(resource), Evidence.of(response, "status 200 or 206 with a JSON array" + hint(response)));
            log.cannotKnow(check(resource), "the list could not be read");
        }
    }

    private static String hint(ProbeResponse response) {
        return switch (response.status()) {
            case 401, 403 -> "; credentials are given by --header";
            case 301, 302, 303, 307, 308 -> "; redirects are not followed: give the URL to which they lead";
            default -> "";
        };
    }

    private void check(ResourceSample sample) {
        if (sample.isEmpty()) {
            log.cannotKnow(check(sample.resource()), "the list is empty");
        }
        sample.items().forEach(item -> check(sample, item));
        long unnamed = sample.first().list().stream()
                .flatMap(items -> items.stream())
                .filter(item -> ResourceSample.id(item).isEmpty())
                .count();
        if (unnamed > 0) {
            log.failed(
                    check(sample.resource()),
                    new Evidence(sample.first().curl(), unnamed + " items have no id", "an id, a text, on each item"));
        }
    }

    private void check(ResourceSample sample, ObjectNode item) {
        var faults = shape.faults(sample.resource().type(), item);
        if (faults.isEmpty()) {
            log.passed(check(sample.resource()));
        } else {
            log.failed(
                    check(sample.resource()),
                    new Evidence(
                            sample.first().curl(),
                            "id " + ResourceSample.id(item) + ": " + String.join("; ", faults),
                            "a document that fits the schema "
                                    + sample.resource().type()));
        }
    }
}
