package org.billwright.console.page;

import com.fasterxml.jackson.databind.JsonNode;
import de.siegmar.fastcsv.writer.CsvWriter;
import io.quarkus.qute.TemplateData;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.billwright.http.Response;
import org.billwright.json.Json;
import org.billwright.problem.ProblemException;

/** The page of a list: a search form, the query behind it, the table, and the same as CSV. */
public final class ListScreen {
    /** How many rows a CSV file has at most; all of them are in an export. */
    public static final int CSV_ROWS = 10_000;

    private static final ConsoleRequest.Listed NOTHING =
            new ConsoleRequest.Listed(Json.array(), Optional.empty(), Optional.empty());

    private static final Pattern AMOUNT = Pattern.compile("-[0-9]+(\\.[0-9]+)?(; -?[0-9]+(\\.[0-9]+)?)*");

    private static final int CSV_PAGE = 1_000;

    private final ListTable table;
    private final List<ListColumn> fileColumns;
    private final List<ActionLink> actions;

    /** The page of this table, with links to what can be created. */
    public ListScreen(ListTable table, List<ActionLink> actions) {
        this.table = table;
        this.fileColumns = ofFile(table.columns());
        this.actions = actions;
    }

    /**
     * What the template shows.
     *
     * @param error why the query was refused, or empty
     */
    @TemplateData
    public record View(
            List<SearchField.View> search,
            String query,
            String rawQuery,
            String sort,
            String api,
            String curl,
            ListTable.View table,
            String error,
            String total,
            String firstHref,
            String nextHref,
            String csvHref,
            List<ActionLink.View> actions) {}

    /** The table. */
    public ListTable table() {
        return table;
    }

    /** The page that a request asks for. */
    public Future<Content> show(ConsoleRequest request) {
        var target = table.page(request);
        var title = request.text(table.title());
        return table.requireFilters(request)
                .compose(filters -> listed(request, target))
                .map(listed -> Content.of(title, "list", "list", view(request, target, listed, "")))
                .recover(failure -> failure instanceof ProblemException refused
                                && Response.of(refused.problem()).status() == 400
                        ? Future.succeededFuture(Content.of(
                                        title,
                                        "list",
                                        "list",
                                        view(
                                                request,
                                                target,
                                                NOTHING,
                                                refused.problem().message()))
                                .withStatus(400))
                        : Future.failedFuture(failure));
    }

    private Future<ConsoleRequest.Listed> listed(ConsoleRequest request, String target) {
        boolean hasDays = table.columns().stream().anyMatch(column -> column.kind() == ValueKind.ACCOUNT_DAY);
        return hasDays ? AccountDays.list(request, target) : request.list(target);
    }

    private View view(ConsoleRequest request, String target, ConsoleRequest.Listed listed, String error) {
        var query = table.query(request);
        var url = request.request().root() + table.target().apply(request) + (query.isEmpty() ? "" : "?" + query);
        var view = new ListTable.View(
                table.name().replace('/', '-'),
                request.text(table.title()),
                table.heads(request, true),
                table.rows(request, listed.items()),
                request.text("list.empty"),
                "",
                "");
        return new View(
                table.search().stream().map(field -> field.view(request)).toList(),
                query,
                request.query().get("query"),
                request.query().get("sort"),
                target,
                "curl '" + url.replace("'", "%27") + "'",
                view,
                error,
                error.isEmpty() ? total(request, listed) : "",
                request.query()
                        .find("cursor")
                        .map(c -> "?" + request.query().with("cursor", ""))
                        .orElse(""),
                listed.cursor()
                        .map(next -> "?" + request.query().with("cursor", next))
                        .orElse(""),
                "/console/" + table.name() + ".csv?" + request.query().with("cursor", ""),
                actions.stream()
                        .flatMap(action -> action.view(request).stream())
                        .toList());
    }

    private static String total(ConsoleRequest request, ConsoleRequest.Listed listed) {
        return listed.total()
                .map(total -> request.text("list.total", request.format().number(Long.parseLong(total))))
                .orElseGet(() -> request.text("list.many"));
    }

    /** The rows of the list as CSV, at most {@value #CSV_ROWS}. */
    public Future<Response> csv(ConsoleRequest request) {
        var text = new StringWriter();
        var csv = CsvWriter.builder().bufferSize(0).build(text);
        csv.writeRecord(fileColumns.stream()
                .flatMap(column -> column.plainHeads(request).stream())
                .toList());
        return table.requireFilters(request)
                .compose(filters -> rows(request, csv, Optional.empty(), 0))
                .map(count -> new Response(
                                200,
                                Map.of(
                                        "Content-Type",
                                        "text/csv;charset=utf-8",
                                        "Content-Disposition",
                                        "attachment; filename=\"" + table.name().replace('/', '-') + ".csv\""),
                                Buffer.buffer(text.toString()))
                        .with("X-Result-Count", String.valueOf(count)));
    }

    /** The columns of a file: those of the table, after the id where no column has it. */
    private static List<ListColumn> ofFile(List<ListColumn> columns) {
        return columns.stream().anyMatch(column -> column.path().equals("id"))
                ? columns
                : Stream.concat(Stream.of(ListColumn.of("column.id", "id", ValueKind.ID)), columns.stream())
                        .toList();
    }

    private Future<Integer> rows(ConsoleRequest request, CsvWriter csv, Optional<String> cursor, int before) {
        return listed(request, table.page(request, CSV_PAGE, cursor)).compose(listed -> {
            for (var item : listed.items()) {
                csv.writeRecord(cells(item));
            }
            int count = before + listed.items().size();
            var next = listed.cursor();
            return next.isPresent() && count < CSV_ROWS
                    ? rows(request, csv, next, count)
                    : Future.succeededFuture(count);
        });
    }

    private List<String> cells(JsonNode item) {
        var cells = new ArrayList<String>();
        fileColumns.forEach(column -> column.plain(item).forEach(text -> cells.add(withoutFormula(text))));
        return cells;
    }

    /** A program for tables must not take a text for a formula. A negative amount is none. */
    private static String withoutFormula(String text) {
        boolean mayBeFormula = !text.isEmpty() && "=+-@\t\r".indexOf(text.charAt(0)) >= 0;
        return mayBeFormula && !AMOUNT.matcher(text).matches() ? "'" + text : text;
    }
}
