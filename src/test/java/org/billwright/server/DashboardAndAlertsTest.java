package org.billwright.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.billwright.api.Api;
import org.billwright.api.StoreResource;
import org.billwright.house.DocumentTable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Holds the dashboard, the alert rules and the page on operations against the metrics of a server. */
@QuarkusTest
@QuarkusTestResource(StoreResource.class)
@Tag("server")
class DashboardAndAlertsTest {
    private static final Path ALERTS = Path.of("deploy/prometheus/alerts.yaml");
    private static final Path DASHBOARD = Path.of("deploy/grafana/billwright.json");
    private static final String PAGE = "docs/operating.md";

    /** The scrape's own. */
    private static final Set<String> OF_PROMETHEUS = Set.of("up");

    /** What Prometheus adds to each metric. */
    private static final Set<String> OF_THE_SCRAPE = Set.of("job", "instance");

    /** They exist where Kafka, or a replica, is configured. */
    private static final Pattern METRIC_OF_A_SETTING = Pattern.compile("billwright_(events_kafka|replica)_.*");

    private static final Pattern VARIABLE = Pattern.compile("label_values\\((.+), (\\w+)\\)");

    /** After a collection, whose metrics exist once there was one, and a request. */
    private static ExposedMetrics exposed() throws InterruptedException {
        Api.get("customerBill?limit=1");
        System.gc();
        for (int i = 0; i < 50; i++) {
            var metrics =
                    ExposedMetrics.parse(Api.get(Api.server() + "/q/metrics").text());
            if (metrics.labels().containsKey("jvm_gc_pause_seconds_sum")
                    && metrics.labels().containsKey("billwright_requests_seconds_count")) {
                return metrics;
            }
            Thread.sleep(100);
        }
        throw new AssertionError("no metrics of requests, or of garbage collections");
    }

    private static List<JsonNode> rules() throws IOException {
        var groups =
                new ObjectMapper(new YAMLFactory()).readTree(ALERTS.toFile()).path("groups");
        var rules = new ArrayList<JsonNode>();
        groups.forEach(group -> group.path("rules").forEach(rules::add));
        assertThat(rules).hasSizeGreaterThan(20);
        return rules;
    }

    private static List<String> dashboardExpressions() throws IOException {
        var dashboard = new ObjectMapper().readTree(DASHBOARD.toFile());
        var expressions = new ArrayList<>(dashboard.findValuesAsText("expr"));
        dashboard.findValuesAsText("definition").forEach(text -> {
            var variable = VARIABLE.matcher(text);
            assertThat(variable.matches()).as(text).isTrue();
            var selected =
                    variable.group(1).contains("_count") ? "rate(" + variable.group(1) + "[5m])" : variable.group(1);
            expressions.add("sum by (" + variable.group(2) + ") (" + selected + ")");
        });
        assertThat(expressions).hasSizeGreaterThan(50);
        return expressions;
    }

    /** What is wrong with an expression. */
    private static List<String> faults(String text, ExposedMetrics exposed) {
        var expression = PromQlExpression.parse(text);
        var faults = new ArrayList<String>();
        var labels = new TreeSet<>(OF_THE_SCRAPE);
        boolean isOfSetting = false;
        for (var selector : expression.selectors()) {
            var metric = selector.metric();
            if (METRIC_OF_A_SETTING.matcher(metric).matches()) {
                isOfSetting = true;
            } else if (!OF_PROMETHEUS.contains(metric)) {
                var known = exposed.labels().get(metric);
                if (known == null) {
                    faults.add("no metric " + metric + ": " + text);
                } else {
                    labels.addAll(known);
                    selector.labels().stream()
                            .filter(label -> !known.contains(label) && !OF_THE_SCRAPE.contains(label))
                            .forEach(label -> faults.add(metric + " has no label " + label + ": " + text));
                    if (exposed.isCounter(metric) != selector.isRated()) {
                        faults.add(
                                "a rate is of a counter, and a counter is used by its rate: " + metric + " in " + text);
                    }
                }
            }
        }
        if (expression.selectors().isEmpty()) {
            faults.add("no metric in " + text);
        }
        expression.groupingLabels().stream()
                .filter(label -> !labels.contains(label))
                .forEach(label -> faults.add("no metric has the label " + label + ": " + text));
        return isOfSetting && expression.selectors().size() == 1 ? List.of() : faults;
    }

    @Test
    void every_metric_and_label_of_the_alerts_exists() throws Exception {
        var exposed = exposed();
        assertThat(rules().stream().flatMap(rule -> faults(rule.path("expr").textValue(), exposed).stream()))
                .isEmpty();
    }

    @Test
    void every_metric_and_label_of_the_dashboard_exists() throws Exception {
        var exposed = exposed();
        assertThat(dashboardExpressions().stream().flatMap(text -> faults(text, exposed).stream()))
                .isEmpty();
    }

    @Test
    void an_expression_with_a_fault_is_found() throws Exception {
        var exposed = exposed();
        assertThat(faults("sum(rate(billwright_no_such_total[5m])) > 0", exposed))
                .hasSize(1);
        assertThat(faults("sum by (route) (rate(billwright_requests_seconds_count[5m]))", exposed))
                .hasSize(1);
        assertThat(faults("billwright_requests_seconds_count{route=\"x\"} > 1", exposed))
                .hasSize(2);
        assertThat(faults("rate(billwright_events_waiting[5m])", exposed)).hasSize(1);
        assertThat(faults("1 > 0", exposed)).hasSize(1);
    }

    @Test
    void every_alert_says_what_is_wrong_and_where_its_runbook_is() throws IOException {
        var anchors = DocumentTable.lines(PAGE).stream()
                .filter(line -> line.startsWith("### "))
                .map(line ->
                        PAGE + "#" + line.substring(4).toLowerCase(Locale.ROOT).replace(' ', '-'))
                .collect(Collectors.toSet());
        var names = new ArrayList<String>();
        for (var rule : rules()) {
            var name = rule.path("alert").textValue();
            names.add(name);
            assertThat(rule.at("/labels/severity").textValue()).as(name).isIn("critical", "warning");
            assertThat(rule.at("/annotations/summary").textValue()).as(name).isNotBlank();
            assertThat(rule.at("/annotations/description").textValue()).as(name).isNotBlank();
            assertThat(rule.at("/annotations/runbook_url").textValue())
                    .as(name)
                    .isEqualTo(PAGE + "#" + name.toLowerCase(Locale.ROOT))
                    .isIn(anchors);
            if (rule.has("for")) {
                assertThat(rule.path("for").textValue()).as(name).matches("[1-9][0-9]*[mh]");
            }
        }
        assertThat(names).doesNotHaveDuplicates();
    }

    @Test
    void an_alert_without_a_time_looks_back_over_one_itself() throws IOException {
        assertThat(rules().stream()
                        .filter(rule -> !rule.has("for"))
                        .map(rule -> rule.path("expr").textValue()))
                .allMatch(expression -> expression.contains("m]") || expression.contains("h]"));
    }

    private static Stream<String> named(String cell) {
        var names = new ArrayList<String>();
        Pattern.compile("`([^`]+)`")
                .matcher(cell)
                .results()
                .map(match -> match.group(1))
                .forEach(name -> {
                    if (name.startsWith("_")) {
                        names.add(names.getFirst().replaceFirst("_[a-z]+$", "") + name);
                    } else {
                        names.add(name);
                    }
                });
        return names.stream();
    }

    @Test
    void the_page_on_operations_has_the_metrics_that_exist() throws Exception {
        var documented = DocumentTable.rows(DocumentTable.section(PAGE, "## Metrics")).stream()
                .flatMap(row -> named(row.getFirst()))
                .filter(name -> !METRIC_OF_A_SETTING.matcher(name).matches())
                .toList();
        assertThat(documented).hasSizeGreaterThan(30);
        var own = exposed().labels().keySet().stream()
                .filter(name -> name.startsWith("billwright_") && !name.endsWith("_max"))
                .toList();
        assertThat(documented).containsExactlyInAnyOrderElementsOf(own);
    }

    @Test
    void the_panels_of_the_dashboard_do_not_overlap() throws IOException {
        var panels = new ObjectMapper().readTree(Files.readString(DASHBOARD)).path("panels");
        var cells = new ArrayList<String>();
        var ids = new ArrayList<Integer>();
        for (var panel : panels) {
            ids.add(panel.path("id").intValue());
            var at = panel.path("gridPos");
            for (int x = 0; x < at.path("w").intValue(); x++) {
                for (int y = 0; y < at.path("h").intValue(); y++) {
                    cells.add(
                            (at.path("x").intValue() + x) + "," + (at.path("y").intValue() + y));
                }
            }
            assertThat(at.path("x").intValue() + at.path("w").intValue()).isLessThanOrEqualTo(24);
        }
        assertThat(cells).doesNotHaveDuplicates();
        assertThat(ids).doesNotHaveDuplicates();
    }
}
