package org.billwright.console.data;

import com.fasterxml.jackson.databind.JsonNode;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import java.util.List;
import org.billwright.console.page.ConsoleRequest;
import org.billwright.console.page.ListColumn;
import org.billwright.console.page.Section;
import org.billwright.console.page.Tables;
import org.billwright.console.page.ValueKind;
import org.billwright.json.Json;
import org.billwright.problem.ProblemException;

/** The rejected lines of an import on its page. */
final class ImportRejects {
    private static final int LINES = 100;

    /** How much of a line is shown; the file has all of it. */
    private static final int CHARACTERS = 500;

    private static final List<ListColumn> COLUMNS = List.of(
            ListColumn.of("import.line", "line", ValueKind.NUMBER),
            ListColumn.of("field.reason", "reason", ValueKind.TEXT),
            ListColumn.of("import.text", "shown", ValueKind.TEXT));

    private ImportRejects() {}

    /** The first lines of the file. */
    static Section section(ConsoleRequest request, Buffer file) {
        var rows = file.toString()
                .lines()
                .limit(LINES)
                .map(Json::stored)
                .<JsonNode>map(entry -> {
                    var text = entry.path("text").asText(entry.path("bill").asText(""));
                    return entry.put("shown", text.length() > CHARACTERS ? text.substring(0, CHARACTERS) + " …" : text);
                })
                .toList();
        return Tables.section(request, "import.rejects", rows, COLUMNS);
    }

    /** They are kept for some time, on the server that has run the import. */
    static Future<Section> absent(ConsoleRequest request, Throwable failure) {
        return failure instanceof ProblemException refused
                ? Future.succeededFuture(Section.ofText(
                        request.text("import.rejects"), refused.problem().message()))
                : Future.failedFuture(failure);
    }
}
