package org.billwright.conformance;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.billwright.json.TmfVersion;

/**
 * What the checks work with.
 *
 * @param samples of the resources that the server offers
 */
record CheckContext(
        TmfVersion version,
        ProbeClient client,
        CheckLog log,
        DocumentShape shape,
        Map<TmfResource, ResourceSample> samples) {
    CheckContext {
        samples = Map.copyOf(samples);
    }

    Optional<ResourceSample> sample(TmfResource resource) {
        return Optional.ofNullable(samples.get(resource));
    }

    /** The samples that have items, in the order of the resources. */
    List<ResourceSample> filled() {
        return TmfResource.of(version).stream()
                .flatMap(resource -> sample(resource).stream())
                .filter(sample -> !sample.isEmpty())
                .toList();
    }
}
