package org.billwright.http;

import io.vertx.core.buffer.Buffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.billwright.query.QueryLimits;
import org.billwright.query.ResolvedQuery;
import org.billwright.store.Page;

/**
 * The response of a list: one page, and headers about the whole list (TMF630 part 1 §4.5).
 *
 * @param total the number of instances on all pages, if it is known
 */
record Paging(ResolvedQuery query, Page page, Optional<Long> total) {
    private static final Set<String> POSITION_PARAMETERS = Set.of("offset", "limit", "cursor");

    private static final Pattern NOT_IN_A_QUERY = Pattern.compile("[^A-Za-z0-9._~!$&'()*+,;=:@/?%-]");

    Response response(Buffer body, String listUrl, String rawQuery) {
        boolean whole = total.filter(count -> count == shown()).isPresent();
        boolean part = query.page().requested() && !whole && shown() > 0;
        var response = Response.json(part ? 206 : 200, body).with("X-Result-Count", String.valueOf(shown()));
        if (total.isPresent()) {
            response = response.with("X-Total-Count", String.valueOf(total.get()));
        }
        var range = contentRange().filter(r -> query.page().requested());
        response = range.isPresent() ? response.with("Content-Range", "items " + range.get()) : response;
        return whole ? response : response.with("Link", links(listUrl, rawQuery));
    }

    private int shown() {
        return page.documents().size();
    }

    private long end() {
        return query.page().offset() + shown();
    }

    /** Behind a cursor instances may have gone since, so that the page ends after the total; then the total is left out. */
    private Optional<String> contentRange() {
        if (shown() == 0) {
            return total.map(count -> "*/" + count);
        }
        var length = total.filter(count -> count >= end()).map(String::valueOf).orElse("*");
        return Optional.of(query.page().offset() + "-" + (end() - 1) + "/" + length);
    }

    private String links(String listUrl, String rawQuery) {
        var url = listUrl + "?" + withoutPosition(rawQuery) + "limit="
                + query.page().limit();
        var links = new ArrayList<String>();
        links.add(link(url, "first"));
        if (query.page().offset() > 0) {
            links.add(link(url + "&offset=" + previous(), "prev"));
        }
        if (hasNext()) {
            links.add(link(url + next(), "next"));
        }
        total.filter(count -> count > 0 && isLastKnown(count))
                .ifPresent(count -> links.add(link(url + "&offset=" + lastOffset(count), "last")));
        return String.join(", ", links);
    }

    /** Past the end, the last page is the previous one. */
    private long previous() {
        long offset = Math.max(0, query.page().offset() - query.page().limit());
        return shown() > 0
                ? offset
                : total.map(count -> Math.min(offset, lastOffset(count))).orElse(offset);
    }

    /** Where pages are cut by their bytes, the last one does not begin where it otherwise would. */
    private boolean isLastKnown(long count) {
        return !page.isCut()
                && (shown() == 0 || lastOffset(count) >= query.page().offset());
    }

    private long lastOffset(long count) {
        int limit = query.page().limit();
        return Math.max(0, count - 1) / limit * limit;
    }

    /** The position behind a cursor is not exact, because instances may have gone since; there the page knows. */
    private boolean hasNext() {
        return (query.after().isPresent() || page.isCut())
                ? page.more()
                : shown() == query.page().limit()
                        && total.filter(count -> count <= end()).isEmpty();
    }

    /**
     * {@code next} continues after the last instance by a cursor: it costs the same on any page, and misses or repeats nothing.
     * A cursor with very long values would be refused; then {@code next} has an offset.
     */
    private String next() {
        var cursor = query.next(page.lastKeys(), shown()).encode();
        return cursor.length() > QueryLimits.CURSOR_CHARACTERS ? "&offset=" + end() : "&cursor=" + cursor;
    }

    private static String link(String url, String relation) {
        return "<" + url + ">; rel=\"" + relation + "\"";
    }

    private static String withoutPosition(String rawQuery) {
        return Arrays.stream(rawQuery.split("&", -1))
                .filter(parameter -> !parameter.isEmpty() && !POSITION_PARAMETERS.contains(name(parameter)))
                .map(parameter -> encoded(parameter) + "&")
                .collect(Collectors.joining());
    }

    /** Servers accept characters that a URI may not have in its query (RFC 3986 §3.4); links encode them. */
    private static String encoded(String parameter) {
        return NOT_IN_A_QUERY
                .matcher(parameter)
                .replaceAll(found -> "%%%02X".formatted((int) found.group().charAt(0)));
    }

    private static String name(String parameter) {
        return List.of(parameter.split("=", 2)).getFirst();
    }
}
