package org.billwright.console.page;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.qute.TemplateData;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.billwright.json.Links;
import org.billwright.problem.Problem;
import org.billwright.problem.ProblemException;

/**
 * A list of the APIs as a table.
 *
 * @param name of its page, below {@code /console/}
 * @param title the key of its title
 * @param target the target of the list operation, without a query
 * @param fixed filters that are always there, or empty
 * @param sort the order where the person chooses none; empty for the one of the API
 */
public record ListTable(
        String name,
        String title,
        Function<ConsoleRequest, String> target,
        String fixed,
        String sort,
        List<SearchField> search,
        List<ListColumn> columns) {
    private static final int PAGE = 25;
    private static final Set<String> DIRECTIVES = Set.of("fields", "sort", "limit", "offset", "cursor");

    /** A heading of a column. */
    @TemplateData
    public record Head(String label, boolean isFigure, String sortHref, String sorted) {}

    /** A row. */
    @TemplateData
    public record Row(List<CellView> cells) {}

    /** A table, as a template shows it. */
    @TemplateData
    public record View(
            String id, String caption, List<Head> heads, List<Row> rows, String empty, String moreHref, String more) {}

    /** The query of a request, in the API's query language, without the page. */
    public String query(ConsoleRequest request) {
        var parts = new ArrayList<String>();
        if (!fixed.isEmpty()) {
            parts.add(fixed);
        }
        search.forEach(field -> field.filter(request).ifPresent(parts::add));
        request.query().find("query").ifPresent(parts::add);
        var chosen = request.query().find("sort").or(() -> Optional.of(sort)).filter(text -> !text.isEmpty());
        chosen.ifPresent(keys -> parts.add("sort=" + Links.segment(keys)));
        return String.join("&", parts);
    }

    /** Fails where the query of a person has a parameter that is none of a filter: the page has its own. */
    Future<Void> requireFilters(ConsoleRequest request) {
        return request.query()
                .find("query")
                .flatMap(query -> Arrays.stream(query.split("&", -1))
                        .map(part -> part.split("=", 2)[0])
                        .filter(DIRECTIVES::contains)
                        .findFirst())
                .map(name -> Future.<Void>failedFuture(new ProblemException(new Problem.MalformedQuery(
                        "'" + name + "' is no filter: the page has columns, an order and pages of its own"))))
                .orElseGet(Future::succeededFuture);
    }

    /** The target of a page of the list. */
    String page(ConsoleRequest request, int size, Optional<String> cursor) {
        var parts = new ArrayList<String>();
        var query = query(request);
        if (!query.isEmpty()) {
            parts.add(query);
        }
        parts.add("limit=" + size);
        cursor.ifPresent(position -> parts.add("cursor=" + Links.segment(position)));
        return target.apply(request) + "?" + String.join("&", parts);
    }

    /** The target of the page that a request asks for. */
    String page(ConsoleRequest request) {
        return page(request, PAGE, request.query().find("cursor"));
    }

    /** The headings. */
    List<Head> heads(ConsoleRequest request, boolean isSortable) {
        var sorted = request.query().get("sort");
        return columns.stream()
                .map(column -> {
                    var key = column.sortAttribute();
                    var next = sorted.equals(key) ? "-" + key : key;
                    return new Head(
                            request.text(column.text()),
                            column.kind().isFigure(),
                            isSortable && column.isSortable() ? "?" + query(request, "sort", next) : "",
                            sorted.equals(key) ? "ascending" : sorted.equals("-" + key) ? "descending" : "");
                })
                .toList();
    }

    /** The parameters of the page with another one, from its begin. */
    static String query(ConsoleRequest request, String name, String value) {
        return FormValues.parse(request.query().with("cursor", "")).with(name, value);
    }

    /** The rows of these instances. */
    public List<Row> rows(ConsoleRequest request, Iterable<JsonNode> items) {
        var rows = new ArrayList<Row>();
        for (var item : items) {
            rows.add(new Row(columns.stream().map(c -> c.cell(item, request)).toList()));
        }
        return rows;
    }

    /**
     * The table inside another page.
     *
     * @param moreHref the page with the whole list, or empty
     */
    public View view(ConsoleRequest request, Iterable<JsonNode> items, String moreHref) {
        return new View(
                name.replace('/', '-').replace('.', '-'),
                request.text(title),
                heads(request, false),
                rows(request, items),
                request.text("list.empty"),
                moreHref,
                moreHref.isEmpty() ? "" : request.text("list.all"));
    }
}
