package org.billwright.console.page;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.billwright.json.Links;
import org.billwright.query.PercentEncoding;

/**
 * A column of a table.
 *
 * @param text the key of its title
 * @param path the attribute, dotted; elements of arrays are joined; {@code name[key=value]} has those elements alone whose key is the value
 * @param link where a cell leads to
 * @param isSortable whether the list can be sorted by it
 */
public record ListColumn(
        String text, String path, ValueKind kind, Function<JsonNode, Optional<String>> link, boolean isSortable) {
    /** A column. */
    public static ListColumn of(String text, String path, ValueKind kind) {
        return new ListColumn(text, path, kind, row -> Optional.empty(), false);
    }

    /** The same column, by which the list can be sorted. */
    public ListColumn sortable() {
        return new ListColumn(text, path, kind, link, true);
    }

    /** The same column; a cell leads to the console's page of the instance with the id at this path. */
    public ListColumn to(String page, String idPath) {
        return new ListColumn(text, path, kind, row -> reference(page, text(row, idPath)), isSortable);
    }

    /** The same column; a cell leads nowhere where the attribute at this path has this value. */
    public ListColumn unless(String otherPath, String value) {
        return new ListColumn(
                text,
                path,
                kind,
                row -> text(row, otherPath).equals(value) ? Optional.empty() : link.apply(row),
                isSortable);
    }

    private static Optional<String> reference(String page, String id) {
        return id.isEmpty() ? Optional.empty() : Optional.of("/console/" + page + "/" + Links.segment(id));
    }

    /** The attribute by which the list is sorted. */
    public String sortAttribute() {
        return kind == ValueKind.MONEY ? path + ".value" : path;
    }

    /** The cell of an instance. */
    public CellView cell(JsonNode row, ConsoleRequest request) {
        var raw = text(row, path);
        var href = link.apply(row).orElse("");
        var text = shown(row, request);
        return new CellView(
                text.isBlank() && !href.isEmpty() ? nameOf(href) : text,
                href,
                kind.isFigure(),
                kind == ValueKind.ID,
                kind == ValueKind.CODE ? StateColor.of(raw) : "");
    }

    /** What has no name of its own is called by its id, which is the end of its address; blanks in it would not be seen. */
    private static String nameOf(String href) {
        var id =
                PercentEncoding.decode(href.substring(href.lastIndexOf('/') + 1).replace("+", "%2B"));
        return id.isBlank() ? "(…)" : id;
    }

    private String shown(JsonNode row, ConsoleRequest request) {
        return switch (kind) {
            case TEXT, ID -> text(row, path);
            case CODE, WORD -> text(row, path).isEmpty() ? "" : request.texts().ofCode(text(row, path));
            case MONEY ->
                values(row, path).stream().map(request.format()::money).collect(Collectors.joining(", "));
            case NUMBER ->
                values(row, path).stream()
                        .map(value -> value.isNumber() ? request.format().number(value.decimalValue()) : value.asText())
                        .collect(Collectors.joining(", "));
            case TIME -> request.format().time(text(row, path));
            case DAY -> request.format().day(text(row, path));
            case ACCOUNT_DAY -> request.format().dayAt(text(row, path), AccountDays.of(row));
            case LAST_DAY -> request.format().lastDayAt(text(row, path), AccountDays.of(row));
        };
    }

    /** The headings of a file: an amount has two, one for its value and one for its currency. */
    List<String> plainHeads(ConsoleRequest request) {
        var head = request.text(text);
        return kind == ValueKind.MONEY ? List.of(head, request.text("csv.currency", head)) : List.of(head);
    }

    /** The values without their form, as a file has them. */
    List<String> plain(JsonNode row) {
        return switch (kind) {
            case MONEY -> List.of(joined(row, "value"), joined(row, "unit"));
            case ACCOUNT_DAY -> List.of(ConsoleFormat.isoDayAt(text(row, path), AccountDays.of(row), 0));
            case LAST_DAY -> List.of(ConsoleFormat.isoDayAt(text(row, path), AccountDays.of(row), 1));
            case TEXT, ID, CODE, WORD, NUMBER, TIME, DAY -> List.of(text(row, path));
        };
    }

    /** A member of all amounts: of some in different currencies each has its own. */
    private String joined(JsonNode row, String member) {
        return values(row, path).stream()
                .map(amount -> amount.path(member).asText())
                .collect(Collectors.joining("; "));
    }

    /** The texts at a path, joined. */
    public static String text(JsonNode row, String path) {
        var texts = new LinkedHashSet<String>();
        values(row, path).stream().filter(JsonNode::isValueNode).forEach(value -> texts.add(value.asText()));
        return String.join(", ", texts);
    }

    private static List<JsonNode> values(JsonNode row, String path) {
        var here = List.of(row);
        for (var step : path.split("\\.", -1)) {
            var parts = step.split("[\\[=\\]]", -1);
            here = here.stream()
                    .flatMap(node -> ListColumn.elements(node.path(parts[0])))
                    .filter(node -> !node.isMissingNode() && !node.isNull())
                    .filter(node ->
                            parts.length == 1 || node.path(parts[1]).asText().equals(parts[2]))
                    .toList();
        }
        return here;
    }

    private static Stream<JsonNode> elements(JsonNode node) {
        return node.isArray() ? node.valueStream() : Stream.of(node);
    }
}
