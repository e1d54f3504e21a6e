package org.billwright.console.data;

import static org.billwright.console.page.ConsoleRequest.operator;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.qute.TemplateData;
import io.vertx.core.Future;
import io.vertx.core.http.HttpMethod;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.billwright.console.page.CellView;
import org.billwright.console.page.ConsoleRequest;
import org.billwright.console.page.ConsoleRoutes;
import org.billwright.console.page.Content;
import org.billwright.console.page.ListTable;
import org.billwright.console.page.SearchField;
import org.billwright.json.Links;
import org.billwright.problem.Problem;
import org.billwright.problem.ProblemException;

/** A new import: its form, the preview of its first records, and the file. A script sends the file as the operations read it. */
final class ImportUpload {
    private static final String PREVIEW = operator("importPreview");
    private static final List<String> OPTIONS =
            List.of("mapping", "reconcile", "accounts", "events", "dryRun", "tmf", "taxRate");
    private static final List<String> CHECKS = List.of("mapping", "reconcile", "accounts", "tmf", "taxRate");

    /**
     * What the template shows.
     *
     * @param isDryRun whether it is a dry run, unless the person decides otherwise
     * @param curl the same for a shell
     */
    @TemplateData
    public record View(List<SearchField.Option> mappings, boolean isDryRun, String curl) {}

    /** The form for the file of a dry run, to load it. */
    static String hrefAfter(JsonNode dryRun) {
        var mapping = dryRun.path("mapping").asText("");
        return "/console/newImport?dryRun=off" + (mapping.isEmpty() ? "" : "&mapping=" + Links.segment(mapping));
    }

    void addTo(ConsoleRoutes routes) {
        routes.page("newImport", ImportUpload::form);
        routes.upload("newImport/file", ImportScreens.TARGET, ImportUpload::load);
        routes.preview("newImport/preview", PREVIEW, ImportUpload::preview);
    }

    private static Future<Content> form(ConsoleRequest request) {
        if (!request.may(HttpMethod.POST, ImportScreens.TARGET)) {
            return Future.failedFuture(
                    new ProblemException(new Problem.Forbidden("the credentials have no role that may import")));
        }
        return request.list(operator("csvMapping")).map(mappings -> {
            var options = new ArrayList<SearchField.Option>();
            mappings.items().forEach(mapping -> {
                var id = mapping.path("id").asText();
                options.add(
                        new SearchField.Option(id, id, id.equals(request.query().get("mapping"))));
            });
            var curl = "curl -H 'Content-Type: application/x-ndjson' --data-binary @bills.ndjson '"
                    + request.request().root() + ImportScreens.TARGET + "?dryRun=on'";
            return Content.of(
                    request.text("action.newImport"),
                    "newImport",
                    "upload",
                    new View(options, !request.query().get("dryRun").equals("off"), curl));
        });
    }

    /** The options that have a value, as a query. */
    private static String query(ConsoleRequest request, List<String> names) {
        return names.stream()
                .flatMap(name -> request.query().find(name).map(value -> name + "=" + Links.segment(value)).stream())
                .reduce((one, other) -> one + "&" + other)
                .map(query -> "?" + query)
                .orElse("");
    }

    private static Future<String> load(ConsoleRequest request) {
        return request.forward(ImportScreens.TARGET + query(request, OPTIONS))
                .map(accepted -> ImportScreens.page(accepted.path("id").asText()) + "?done=newImport");
    }

    /** The first records, each attribute in a column, and what would become of them. */
    private static Future<Content> preview(ConsoleRequest request) {
        return request.forward(PREVIEW + query(request, CHECKS))
                .map(records -> Content.of("", "importPreview", "table", table(request, records)));
    }

    private static ListTable.View table(ConsoleRequest request, JsonNode records) {
        var paths = new ArrayList<String>();
        var rows = new ArrayList<Map<String, String>>();
        for (var entry : records) {
            var values = new HashMap<String, String>();
            addValues(entry.path("document"), "", values, paths);
            rows.add(values);
        }
        var heads = Stream.concat(
                        Stream.of("import.line", "import.outcome", "field.reason")
                                .map(request::text),
                        paths.stream())
                .map(label -> new ListTable.Head(label, false, "", ""))
                .toList();
        var shown = new ArrayList<ListTable.Row>();
        for (int i = 0; i < rows.size(); i++) {
            var entry = records.get(i);
            var cells = new ArrayList<CellView>();
            cells.add(CellView.of(entry.path("line").asText()));
            cells.add(outcome(request, entry));
            cells.add(CellView.of(
                    entry.path("reason").asText(entry.path("warning").asText(""))));
            for (var path : paths) {
                cells.add(CellView.of(rows.get(i).getOrDefault(path, "")));
            }
            shown.add(new ListTable.Row(cells));
        }
        return new ListTable.View(
                "preview", request.text("import.preview"), heads, shown, request.text("list.empty"), "", "");
    }

    private static CellView outcome(ConsoleRequest request, JsonNode entry) {
        if (entry.has("reason")) {
            return badge(request.text("import.rejected"), "danger");
        }
        if (entry.has("warning")) {
            return badge(request.text("import.warnings"), "warning");
        }
        return entry.path("skipped").asBoolean()
                ? badge(request.text("import.skipped"), "secondary")
                : badge(request.text("import.isRight"), "success");
    }

    private static CellView badge(String text, String color) {
        return new CellView(text, "", false, false, color);
    }

    private static void addValues(JsonNode node, String path, Map<String, String> values, List<String> paths) {
        if (node.isObject()) {
            node.properties()
                    .forEach(member -> addValues(
                            member.getValue(),
                            path.isEmpty() ? member.getKey() : path + "." + member.getKey(),
                            values,
                            paths));
        } else if (node.isArray()) {
            for (int i = 0; i < node.size(); i++) {
                addValues(node.get(i), path + "[" + i + "]", values, paths);
            }
        } else if (!node.isMissingNode()) {
            values.put(path, node.asText());
            if (!paths.contains(path)) {
                paths.add(path);
            }
        }
    }
}
