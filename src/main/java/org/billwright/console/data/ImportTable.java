package org.billwright.console.data;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.billwright.console.page.ConsoleRequest;
import org.billwright.console.page.Facts;
import org.billwright.console.page.ListColumn;
import org.billwright.console.page.ListTable;
import org.billwright.console.page.SearchField;
import org.billwright.console.page.Section;
import org.billwright.console.page.ValueKind;
import org.billwright.json.JsonValues;

/** Imports as a table, and what one of them has. */
final class ImportTable {
    private static final List<String> STATES = List.of("waiting", "running", "done", "stopped", "cancelled", "failed");

    /** The imports, the newest first. */
    static final ListTable IMPORTS = new ListTable(
            ImportScreens.PAGE,
            "menu.imports",
            request -> ImportScreens.TARGET,
            "",
            "",
            List.of(SearchField.choice("state", "column.state", "state", STATES)),
            List.of(
                    ListColumn.of("import.kind", "id", ValueKind.ID).to(ImportScreens.PAGE, "id"),
                    ListColumn.of("column.state", "state", ValueKind.CODE),
                    ListColumn.of("import.dryRun", "dryRun", ValueKind.WORD),
                    ListColumn.of("import.loaded", "loaded", ValueKind.NUMBER),
                    ListColumn.of("import.unchanged", "unchanged", ValueKind.NUMBER),
                    ListColumn.of("import.rejected", "rejected", ValueKind.NUMBER),
                    ListColumn.of("import.warnings", "warnings", ValueKind.NUMBER),
                    ListColumn.of("import.started", "startedAt", ValueKind.TIME),
                    ListColumn.of("column.message", "problem", ValueKind.TEXT)));

    private ImportTable() {}

    /** Its state, its counts, and how fast it is. */
    static List<Facts.View> facts(ConsoleRequest request, JsonNode found) {
        return new Facts(request, found)
                .add("column.state", "state", ValueKind.CODE)
                .add("import.dryRun", "dryRun", ValueKind.WORD)
                .add("column.message", "problem", ValueKind.TEXT)
                .add("import.line", "line", ValueKind.NUMBER)
                .add("import.loaded", "loaded", ValueKind.NUMBER)
                .add("import.unchanged", "unchanged", ValueKind.NUMBER)
                .add("import.rejected", "rejected", ValueKind.NUMBER)
                .add("import.warnings", "warnings", ValueKind.NUMBER)
                .add("import.skipped", "skipped", ValueKind.NUMBER)
                .addText("import.rate", rate(request, found))
                .addLink("mapping.kind", "mapping", "mappings", "mapping")
                .add("import.started", "startedAt", ValueKind.TIME)
                .add("column.lastUpdate", "updatedAt", ValueKind.TIME)
                .add("import.rejectsUntil", "rejectsUntil", ValueKind.TIME)
                .all();
    }

    /** Lines a second, from its begin to its last progress. */
    private static String rate(ConsoleRequest request, JsonNode found) {
        var from = JsonValues.dateTime(found, "startedAt");
        var to = JsonValues.dateTime(found, "updatedAt");
        if (from.isEmpty() || to.isEmpty()) {
            return "";
        }
        long seconds = Duration.between(from.get(), to.get()).toSeconds();
        long lines = found.path("line").asLong();
        return seconds == 0 || lines == 0
                ? ""
                : request.text("import.perSecond", request.format().number(lines / seconds));
    }

    /** What was found at its end. */
    static List<Section> findings(ConsoleRequest request, JsonNode found) {
        var sections = new ArrayList<Section>();
        if (found.path("billDifferences").asLong() > 0) {
            sections.add(Section.ofText(
                    request.text("import.differences"),
                    request.text(
                            "import.differences.text",
                            request.format()
                                    .number(found.path("billDifferences").asLong()))));
        }
        add(sections, request, "import.missingAccounts", found.path("missingAccounts"));
        add(sections, request, "import.refundWarnings", found.path("refundWarnings"));
        return sections;
    }

    private static void add(List<Section> sections, ConsoleRequest request, String title, JsonNode texts) {
        if (texts.size() > 0) {
            var lines = new ArrayList<String>();
            texts.forEach(text -> lines.add(text.asText()));
            sections.add(Section.ofText(request.text(title), String.join("\n", lines)));
        }
    }
}
