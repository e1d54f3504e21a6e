package org.billwright.http;

import io.vertx.core.buffer.Buffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.billwright.problem.Problem;
import org.billwright.problem.Rejected;
import org.billwright.query.ListQuery;

/** The answer of a list, and what its headers say of the whole (TMF630 part 1 §4.5). */
record Paging(ListQuery.Page page, int shown, long total) {
    Paging {
        if (page.offset() > 0 && page.offset() >= total) {
            throw new Rejected(new Problem.OffsetPastEnd(page.offset(), total));
        }
    }

    Answer answer(Buffer body, String listUrl, String rawQuery) {
        boolean whole = shown == total;
        var answer = Answer.json(page.asked() && !whole ? 206 : 200, body)
                .with("X-Total-Count", String.valueOf(total))
                .with("X-Result-Count", String.valueOf(shown));
        if (page.asked() && shown > 0) {
            long last = page.offset() + shown - 1;
            answer = answer.with("Content-Range", "items " + page.offset() + "-" + last + "/" + total);
        }
        return whole ? answer : answer.with("Link", links(listUrl, rawQuery));
    }

    private String links(String listUrl, String rawQuery) {
        var others = Arrays.stream(rawQuery.split("&", -1))
                .filter(p -> !p.isEmpty() && !p.startsWith("offset=") && !p.startsWith("limit="))
                .map(p -> p.replace(">", "%3E").replace("<", "%3C").replace("\"", "%22") + "&")
                .collect(Collectors.joining());
        var links = new ArrayList<String>();
        link(links, "first", 0, listUrl, others);
        if (page.offset() > 0) {
            link(links, "prev", Math.max(0, page.offset() - page.limit()), listUrl, others);
        }
        if (page.offset() + shown < total) {
            link(links, "next", page.offset() + page.limit(), listUrl, others);
        }
        link(links, "last", (total - 1) / page.limit() * page.limit(), listUrl, others);
        return String.join(", ", links);
    }

    private void link(List<String> links, String relation, long offset, String listUrl, String others) {
        links.add("<" + listUrl + "?" + others + "offset=" + offset + "&limit=" + page.limit() + ">; rel=\"" + relation
                + "\"");
    }
}
