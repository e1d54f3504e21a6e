package org.billwright.conformance;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/** Reads the first items of a list, page by page. */
final class SampleReader {
    private static final int PAGE = 100;
    private static final long MAX_CHARACTERS = 32L * 1024 * 1024;

    private final ProbeClient client;
    private final int size;

    SampleReader(ProbeClient client, int size) {
        this.client = client;
        this.size = size;
    }

    /** The sample, which is empty if there is no list; the response says why. */
    record Reading(Optional<ResourceSample> sample, ProbeResponse response) {}

    Reading read(TmfResource resource) {
        int limit = Math.min(size, PAGE);
        var limited = client.get(resource.path() + "?limit=" + limit);
        boolean isLimitRefused = limited.isRefusal();
        var first = isLimitRefused ? client.get(resource.path()) : limited;
        var items = first.list();
        if (items.isEmpty()) {
            return new Reading(Optional.empty(), first);
        }
        Map<String, ObjectNode> byId = new LinkedHashMap<>();
        add(byId, items.get());
        if (!isLimitRefused) {
            readOn(resource, byId, items.get().size(), first.body().length());
        }
        var sample = new ResourceSample(
                resource,
                byId.values().stream().limit(size).toList(),
                first,
                first.count("X-Total-Count"),
                isLimitRefused ? Optional.empty() : Optional.of(limit));
        return new Reading(Optional.of(sample), first);
    }

    /** Further pages, until there are enough items, or a page has none. */
    private void readOn(TmfResource resource, Map<String, ObjectNode> byId, int read, long length) {
        int offset = read;
        long characters = length;
        while (byId.size() < size && characters < MAX_CHARACTERS && offset > 0) {
            var page =
                    client.get(resource.path() + "?limit=" + Math.min(size - byId.size(), PAGE) + "&offset=" + offset);
            var items = page.list().orElseGet(List::of);
            int before = byId.size();
            add(byId, items);
            if (byId.size() == before) {
                return;
            }
            offset += items.size();
            characters += page.body().length();
        }
    }

    private static void add(Map<String, ObjectNode> byId, List<ObjectNode> items) {
        items.stream()
                .filter(Predicate.not(item -> ResourceSample.id(item).isEmpty()))
                .forEach(item -> byId.putIfAbsent(ResourceSample.id(item), item));
    }
}
