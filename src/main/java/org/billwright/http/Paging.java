package org.billwright.http;

import io.vertx.core.buffer.Buffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.billwright.problem.Problem;
import org.billwright.problem.ProblemException;
import org.billwright.query.ResolvedQuery;
import org.billwright.query.TotalCount;
import org.billwright.store.Page;

/** The response of a list: one page, and headers about the whole list (TMF630 part 1 §4.5). */
record Paging(ResolvedQuery query, Page page, TotalCount total) {
    private static final Set<String> POSITION_PARAMETERS = Set.of("offset", "limit", "cursor");

    Paging {
        if (query.after().isEmpty()
                && query.page().offset() > 0
                && page.documents().isEmpty()) {
            throw new ProblemException(new Problem.OffsetPastEnd(query.page().offset(), total.count()));
        }
    }

    Response response(Buffer body, String listUrl, String rawQuery) {
        boolean whole = total.exact() && shown() == total.count();
        var response = Response.json(query.page().requested() && !whole ? 206 : 200, body)
                .with("X-Total-Count", String.valueOf(total.count()))
                .with("X-Result-Count", String.valueOf(shown()));
        if (!total.exact()) {
            response = response.with("X-Total-Count-Relation", "at-least");
        }
        if (query.page().requested() && shown() > 0) {
            response = response.with("Content-Range", contentRange());
        }
        return whole ? response : response.with("Link", links(listUrl, rawQuery));
    }

    private int shown() {
        return page.documents().size();
    }

    private String contentRange() {
        long first = query.page().offset();
        return "items " + first + "-" + (first + shown() - 1) + "/" + (total.exact() ? total.count() : "*");
    }

    /** {@code next} continues after the last instance by a cursor: it costs the same on any page, and misses or repeats nothing. */
    private String links(String listUrl, String rawQuery) {
        var url = listUrl + "?" + withoutPosition(rawQuery) + "limit="
                + query.page().limit();
        long offset = query.page().offset();
        int limit = query.page().limit();
        var links = new ArrayList<String>();
        links.add(link(url, "first"));
        if (offset > 0) {
            links.add(link(url + "&offset=" + Math.max(0, offset - limit), "prev"));
        }
        if (shown() == limit && !(total.exact() && offset + shown() >= total.count())) {
            var cursor = query.next(page.lastKeys(), shown(), total);
            links.add(link(url + "&cursor=" + cursor.encode(), "next"));
        }
        if (total.exact() && total.count() > 0) {
            links.add(link(url + "&offset=" + (total.count() - 1) / limit * limit, "last"));
        }
        return String.join(", ", links);
    }

    private static String link(String url, String relation) {
        return "<" + url + ">; rel=\"" + relation + "\"";
    }

    private static String withoutPosition(String rawQuery) {
        return Arrays.stream(rawQuery.split("&", -1))
                .filter(parameter -> !parameter.isEmpty() && !POSITION_PARAMETERS.contains(name(parameter)))
                .map(parameter ->
                        parameter.replace(">", "%3E").replace("<", "%3C").replace("\"", "%22") + "&")
                .collect(Collectors.joining());
    }

    private static String name(String parameter) {
        return List.of(parameter.split("=", 2)).getFirst();
    }
}
