package org.billwright.conformance;

import java.util.List;

/** What a server does with numbers of pages that cannot be. */
final class PageNumberChecks {
    private static final List<String> INVALID = List.of("offset=-1", "offset=x", "limit=-1", "limit=x");
    private static final long FAR = 1_000_000;
    private static final String LARGE_LIMIT = "limit=100000";
    private static final long MAX_ITEMS = 10_000;

    private final ProbeClient client;
    private final CheckLog log;

    PageNumberChecks(ProbeClient client, CheckLog log) {
        this.client = client;
        this.log = log;
    }

    private static Check check(ResourceSample sample, String name, String title) {
        return new Check(
                "paging." + sample.resource().path() + "." + name,
                CheckGroup.PAGING,
                sample.resource().path() + ": " + title,
                "TMF630 part 1 §4.5, paging");
    }

    void run(ResourceSample sample) {
        var path = sample.resource().path() + "?";
        for (var query : INVALID) {
            var response = client.get(path + query);
            log.require(
                    response.status() == 400,
                    check(sample, "invalid", "an offset or a limit that is negative or no number is refused"),
                    response,
                    "status 400 with an error");
        }
        long end = sample.total().orElse((long) sample.items().size()) + FAR;
        var beyond = client.get(path + "limit=10&offset=" + end);
        log.require(
                beyond.list().filter(List::isEmpty).isPresent() || isClientError(beyond),
                check(sample, "beyond", "behind the end of the list there is nothing"),
                beyond,
                "an empty list, or an error of the client");
        var large = check(sample, "largeLimit", "a limit of 100000 is served or refused");
        if (sample.total().filter(total -> total <= MAX_ITEMS).isEmpty()) {
            log.skipped(large, "the list is long, or of unknown length: the request could load the server");
        } else {
            var response = client.get(path + LARGE_LIMIT);
            log.require(
                    response.list().isPresent() || isClientError(response),
                    large,
                    response,
                    "a list, or status 400 with an error");
        }
    }

    private static boolean isClientError(ProbeResponse response) {
        return response.status() >= 400 && response.status() < 500;
    }
}
