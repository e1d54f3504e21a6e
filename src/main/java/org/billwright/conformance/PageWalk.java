package org.billwright.conformance;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A list, read page by page.
 *
 * @param ids in the order of the pages, repeated ones too
 * @param pages the responses without their bodies' documents, the last one included
 * @param isWhole whether it came to the end of the list
 */
record PageWalk(List<String> ids, List<Page> pages, boolean isWhole) {
    private static final int MAX_PAGES = 60;

    /** A page, and how many items it has; none if it is no list. */
    record Page(ProbeResponse response, Optional<List<String>> ids) {
        private static Page of(ProbeResponse response) {
            return new Page(
                    response,
                    response.list()
                            .map(items -> items.stream()
                                    .map((ObjectNode item) -> ResourceSample.id(item))
                                    .toList()));
        }
    }

    /** By {@code offset} and {@code limit}, until a page is empty. */
    static PageWalk byOffset(ProbeClient client, TmfResource resource, int limit) {
        var reader = new Reader();
        while (reader.reads()) {
            reader.add(client.get(resource.path() + "?limit=" + limit + "&offset=" + reader.ids.size()));
        }
        return reader.walk();
    }

    /** By the links of the pages, from the first one on. Empty if a link leads to another server. */
    static Optional<PageWalk> byLinks(ProbeClient client, TmfResource resource, int limit) {
        var reader = new Reader();
        var here = Optional.of(client.target().url(resource.path() + "?limit=" + limit));
        while (reader.reads() && here.isPresent()) {
            if (!client.target().owns(here.get())) {
                return Optional.empty();
            }
            var response = client.get(here.get());
            reader.add(response);
            here = response.next().flatMap(client.target()::resolve);
        }
        return Optional.of(here.isPresent() ? reader.walk() : reader.ended());
    }

    private static final class Reader {
        private final List<String> ids = new ArrayList<>();
        private final Set<String> seen = new HashSet<>();
        private final List<Page> pages = new ArrayList<>();
        private boolean isAtEnd;
        private boolean isStuck;

        boolean reads() {
            return !isAtEnd && !isStuck && pages.size() < MAX_PAGES;
        }

        /** A page without a new item would be read for ever. */
        void add(ProbeResponse response) {
            var page = Page.of(response);
            pages.add(page);
            var found = page.ids().orElseGet(List::of);
            isAtEnd = page.ids().filter(List::isEmpty).isPresent();
            isStuck = !seen.addAll(found) && !isAtEnd;
            ids.addAll(found);
        }

        PageWalk walk() {
            return new PageWalk(List.copyOf(ids), List.copyOf(pages), isAtEnd);
        }

        PageWalk ended() {
            return new PageWalk(
                    List.copyOf(ids),
                    List.copyOf(pages),
                    !isStuck && pages.getLast().ids().isPresent());
        }
    }

    /** The page that is no list, if there is one. */
    Optional<ProbeResponse> broken() {
        return pages.stream()
                .filter(page -> page.ids().isEmpty())
                .map(Page::response)
                .findFirst();
    }

    /** Whether the number of all items changed while the pages were read. */
    boolean isChanging() {
        return pages.stream()
                        .flatMap(page -> page.response().count("X-Total-Count").stream())
                        .distinct()
                        .count()
                > 1;
    }

    Set<String> distinct() {
        return new HashSet<>(ids);
    }
}
