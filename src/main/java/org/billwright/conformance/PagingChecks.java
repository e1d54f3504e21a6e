package org.billwright.conformance;

import java.util.HashSet;
import java.util.Optional;

/** Pages neither overlap nor leave gaps, and their headers are true. */
final class PagingChecks {
    private static final int MAX_PAGE = 250;
    private static final int PAGES = 8;

    private final CheckContext context;
    private final CheckLog log;
    private final ProbeClient client;

    PagingChecks(CheckContext context) {
        this.context = context;
        this.log = context.log();
        this.client = context.client();
    }

    private static Check check(TmfResource resource, String name, String title) {
        return new Check(
                "paging." + resource.path() + "." + name,
                CheckGroup.PAGING,
                resource.path() + ": " + title,
                "TMF630 part 1 §4.5, paging");
    }

    private static Check overlap(TmfResource resource) {
        return check(resource, "overlap", "no item is on two pages");
    }

    private static Check gaps(TmfResource resource) {
        return check(resource, "gaps", "no item is between two pages");
    }

    private static Check total(TmfResource resource) {
        return check(resource, "total", "X-Total-Count is the number of items on all pages");
    }

    void run() {
        for (var resource : new TmfResource[] {TmfResource.CUSTOMER_BILL, TmfResource.RATE}) {
            context.sample(resource).ifPresent(this::run);
        }
    }

    private void run(ResourceSample sample) {
        new PageNumberChecks(client, log).run(sample);
        if (sample.items().size() < 2) {
            log.cannotKnow(gaps(sample.resource()), "the list has less than two items");
            return;
        }
        if (sample.limit().isEmpty()) {
            log.notSupported(gaps(sample.resource()), "the server refuses limit", sample.first());
            return;
        }
        int limit = limit(sample);
        var walk = walk(sample.resource(), limit);
        walk.pages().forEach(page -> headers(sample.resource(), page, limit, walk));
        items(sample, walk, limit);
        links(sample, walk, limit);
    }

    /** So that there are several pages even of a small list. */
    private static int limit(ResourceSample sample) {
        long known = sample.total().orElse((long) sample.items().size());
        return Math.clamp(known / PAGES, 1, MAX_PAGE);
    }

    /** Once more if the list changed meanwhile. */
    private PageWalk walk(TmfResource resource, int limit) {
        var walk = PageWalk.byOffset(client, resource, limit);
        return walk.isChanging() ? PageWalk.byOffset(client, resource, limit) : walk;
    }

    private void headers(TmfResource resource, PageWalk.Page page, int limit, PageWalk walk) {
        var response = page.response();
        int shown = page.ids().map(ids -> ids.size()).orElse(0);
        if (page.ids().isEmpty()) {
            log.failed(
                    check(resource, "pages", "each page is a list"), Evidence.of(response, "a page, or an empty list"));
            return;
        }
        log.passed(check(resource, "pages", "each page is a list"));
        log.require(
                shown <= limit,
                check(resource, "limit", "a page has no more items than limit"),
                response,
                "at most " + limit + " items");
        var counted = check(resource, "resultCount", "X-Result-Count is the number of items on the page");
        response.count("X-Result-Count")
                .ifPresentOrElse(
                        count -> log.require(count == shown, counted, response, "X-Result-Count: " + shown),
                        () -> log.notSupported(counted, "there is no X-Result-Count", response));
        if (shown > 0) {
            boolean isPart = shown < walk.distinct().size();
            int status = isPart ? 206 : 200;
            log.require(
                    response.status() == status,
                    check(resource, "status", "206 for a part of the list, 200 for the whole"),
                    response,
                    "status " + status);
        }
    }

    private void items(ResourceSample sample, PageWalk walk, int limit) {
        var resource = sample.resource();
        if (walk.isChanging()) {
            log.cannotKnow(gaps(resource), "the list changed while it was read");
            return;
        }
        var first = walk.pages().getFirst().response();
        var ids = walk.distinct();
        if (ids.size() < walk.ids().size()) {
            var seen = new HashSet<String>();
            var twice =
                    walk.ids().stream().filter(id -> !seen.add(id)).findFirst().orElse("");
            log.failed(
                    overlap(resource), found(first, limit, "the item " + twice + " is on two pages", "each item once"));
        } else {
            log.passed(overlap(resource));
        }
        var missing = sample.ids();
        missing.removeAll(ids);
        if (walk.isWhole() && !missing.isEmpty()) {
            log.failed(
                    gaps(resource),
                    found(
                            first,
                            limit,
                            "the item " + missing.iterator().next() + " is on no page",
                            "each item of the list on a page"));
        } else if (walk.isWhole()) {
            log.passed(gaps(resource));
        } else {
            log.cannotKnow(gaps(resource), "the first " + ids.size() + " items were read, and not the whole list");
        }
        total(resource, walk, first, limit);
    }

    private void total(TmfResource resource, PageWalk walk, ProbeResponse first, int limit) {
        var total = first.count("X-Total-Count");
        if (total.isEmpty()) {
            log.notSupported(total(resource), "there is no X-Total-Count", first);
        } else if (log.hasFailed(gaps(resource)) || !walk.isWhole()) {
            log.cannotKnow(total(resource), "the list could not be read to its end");
        } else {
            int items = walk.distinct().size();
            if (total.get() == items) {
                log.passed(total(resource));
            } else {
                log.failed(
                        total(resource),
                        found(first, limit, "X-Total-Count: " + total.get(), items + ", the items on all pages"));
            }
        }
    }

    private static Evidence found(ProbeResponse first, int limit, String what, String expected) {
        return new Evidence(first.curl() + " # and on, by " + limit, what, expected);
    }

    private void links(ResourceSample sample, PageWalk walk, int limit) {
        var check = check(sample.resource(), "links", "the links to the next page lead through the same list");
        var first = walk.pages().getFirst().response();
        if (first.next().isEmpty()) {
            log.notSupported(check, "there is no Link with rel=next", first);
            return;
        }
        var byLinks = PageWalk.byLinks(client, sample.resource(), limit);
        if (byLinks.isEmpty()) {
            log.cannotKnow(check, "a link leads to another server, to which no request is sent");
            return;
        }
        if (walk.isChanging() || byLinks.get().isChanging()) {
            log.cannotKnow(check, "the list changed while it was read");
            return;
        }
        var fault = difference(walk, byLinks.get());
        if (fault.isPresent()) {
            log.failed(
                    check, found(first, limit, fault.get(), "the items that offset and limit give, in the same order"));
        } else {
            log.passed(check);
        }
    }

    private static Optional<String> difference(PageWalk byOffset, PageWalk byLinks) {
        if (byLinks.broken().isPresent()) {
            return byLinks.broken().map(response -> "the page " + response.curl() + ": " + response.described());
        }
        int common = Math.min(byOffset.ids().size(), byLinks.ids().size());
        if (!byOffset.ids().subList(0, common).equals(byLinks.ids().subList(0, common))) {
            return Optional.of("other items, or another order");
        }
        boolean isShort =
                byLinks.isWhole() && byLinks.ids().size() < byOffset.ids().size();
        return isShort ? Optional.of("only " + byLinks.ids().size() + " items") : Optional.empty();
    }
}
