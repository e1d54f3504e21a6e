package org.billwright.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import com.marcnuri.helm.Helm;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.autoscaling.v2.HorizontalPodAutoscaler;
import io.fabric8.kubernetes.api.model.networking.v1.Ingress;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import io.fabric8.openshift.api.model.monitoring.v1.PodMonitor;
import io.fabric8.openshift.api.model.monitoring.v1.PrometheusRule;
import io.fabric8.openshift.api.model.monitoring.v1.RuleGroup;
import io.fabric8.openshift.api.model.monitoring.v1.ServiceMonitor;
import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.stream.Stream;
import org.billwright.house.DocumentTable;
import org.junit.jupiter.api.Test;
import org.yaml.snakeyaml.Yaml;

/** The Helm chart: what it makes of its own values, and of values for everything that it has. */
class ChartTest {
    private static final String SERVER = "bills-billwright-server";
    private static final String WORKERS = "bills-billwright-workers";
    private static final String MIGRATION = "bills-billwright-migration";

    /** The password has each character that a line of properties or YAML could change. */
    private static final String PASSWORD = " s\\3:cr=t #x!";

    private static final String EVERYTHING = """
            image: {repository: registry.example/billwright, tag: 1.2.3, pullSecrets: [{name: registry}]}
            settings: {BILLWRIGHT_TENANT: PR, BILLWRIGHT_AUDIT_READS: true, BILLWRIGHT_LIMITS_EXPORTS: 2}
            files: {cycles.json: "[]"}
            secrets:
              values: {billwright.database.password: ' s\\3:cr=t #x!'}
              environment: [{name: BILLWRIGHT_DATABASE_OWNER_PASSWORD, secret: owner, key: password}]
            server:
              autoscaling: {enabled: true}
              podLabels: {team: billing}
              nodeSelector: {disk: ssd}
              tolerations: [{key: billing, operator: Exists}]
            workers:
              autoscaling: {enabled: true}
              affinity: {podAntiAffinity: {preferredDuringSchedulingIgnoredDuringExecution: []}}
            imports: {existingClaim: imports}
            ingress: {enabled: true, className: nginx, host: bills.example, tlsSecret: bills-tls}
            networkPolicy:
              enabled: true
              from: [{namespaceSelector: {matchLabels: {role: ingress}}}]
              metricsFrom: [{namespaceSelector: {matchLabels: {role: monitoring}}}]
              databaseTo: [{ipBlock: {cidr: 10.0.0.0/24}}]
              egress: [{ports: [{port: 9092}]}]
            monitoring:
              serviceMonitor: {enabled: true, labels: {release: prometheus}}
              rules:
                enabled: true
                groups: [{name: own, rules: [{alert: A, expr: 'up == 0', for: 5m, labels: {severity: page}}]}]
            serviceAccount: {annotations: {note: none}}
            oda: {enabled: true}
            """;

    @Test
    void it_has_no_warning_of_the_linter() {
        var result = new Helm(RenderedChart.CHART).lint().strict().call();

        assertThat(result.isFailed()).as(result.getMessages().toString()).isFalse();
        assertThat(result.getMessages()).noneMatch(message -> message.contains("WARNING"));
    }

    @Test
    void without_values_there_are_servers_workers_and_the_job_of_the_schema() {
        assertThat(RenderedChart.of("{}").names())
                .containsExactlyInAnyOrder(
                        "ServiceAccount bills-billwright",
                        "ConfigMap bills-billwright",
                        "Service bills-billwright",
                        "Deployment " + SERVER,
                        "PodDisruptionBudget " + SERVER,
                        "Deployment " + WORKERS,
                        "PodDisruptionBudget " + WORKERS,
                        "ConfigMap " + MIGRATION,
                        "Job " + MIGRATION);
    }

    @Test
    void with_all_values_there_is_all_that_it_has() {
        var chart = RenderedChart.of(EVERYTHING);

        assertThat(chart.objects()).hasSize(chart.documents().size() - 1);
        assertThat(chart.names())
                .containsExactlyInAnyOrder(
                        "ServiceAccount bills-billwright",
                        "ConfigMap bills-billwright",
                        "ConfigMap bills-billwright-files",
                        "Secret bills-billwright",
                        "Service bills-billwright",
                        "Deployment " + SERVER,
                        "PodDisruptionBudget " + SERVER,
                        "HorizontalPodAutoscaler " + SERVER,
                        "Deployment " + WORKERS,
                        "PodDisruptionBudget " + WORKERS,
                        "HorizontalPodAutoscaler " + WORKERS,
                        "ConfigMap " + MIGRATION,
                        "ConfigMap " + MIGRATION + "-files",
                        "Secret " + MIGRATION,
                        "Job " + MIGRATION,
                        "Ingress bills-billwright",
                        "NetworkPolicy bills-billwright",
                        "NetworkPolicy " + SERVER,
                        "NetworkPolicy " + WORKERS,
                        "ServiceMonitor bills-billwright",
                        "PodMonitor " + WORKERS,
                        "PrometheusRule bills-billwright",
                        "Component bills-billgenerationmanagement");
    }

    @Test
    void every_object_and_pod_has_the_labels_of_the_release() {
        var chart = RenderedChart.of(EVERYTHING);
        var labels = Stream.concat(
                chart.documents().stream().map(document -> document.at("/metadata/labels")),
                Stream.of("Deployment", "Job")
                        .flatMap(kind -> chart.documents().stream()
                                .filter(document ->
                                        document.path("kind").asText().equals(kind))
                                .map(document -> document.at("/spec/template/metadata/labels"))));

        assertThat(labels).allSatisfy(of -> {
            assertThat(of.path("app.kubernetes.io/name").asText()).isEqualTo("billwright");
            assertThat(of.path("app.kubernetes.io/instance").asText()).isEqualTo("bills");
            assertThat(of.path("app.kubernetes.io/version").asText()).isEqualTo("1.2.3");
            assertThat(of.path("app.kubernetes.io/managed-by").asText()).isEqualTo("Helm");
            assertThat(of.path("helm.sh/chart").asText()).startsWith("billwright-");
        });
    }

    @Test
    void selectors_find_the_pods_that_they_mean() {
        var chart = RenderedChart.of(EVERYTHING);

        for (var deployment : chart.all(Deployment.class)) {
            assertThat(chart.selected(deployment.getSpec().getSelector().getMatchLabels()))
                    .containsExactly(deployment.getMetadata().getName());
        }
        for (var budget : chart.all(PodDisruptionBudget.class)) {
            assertThat(chart.selected(budget.getSpec().getSelector().getMatchLabels()))
                    .containsExactly(budget.getMetadata().getName());
        }
        for (var scaler : chart.all(HorizontalPodAutoscaler.class)) {
            assertThat(scaler.getSpec().getScaleTargetRef().getName())
                    .isEqualTo(scaler.getMetadata().getName());
        }
        var monitor = chart.one(ServiceMonitor.class, "bills-billwright");
        assertThat(chart.one(Service.class, "bills-billwright").getMetadata().getLabels())
                .containsAllEntriesOf(monitor.getSpec().getSelector().getMatchLabels());
        assertThat(chart.selected(chart.one(PodMonitor.class, WORKERS)
                        .getSpec()
                        .getSelector()
                        .getMatchLabels()))
                .containsExactly(WORKERS);
        assertThat(chart.selected(chart.one(NetworkPolicy.class, "bills-billwright")
                        .getSpec()
                        .getPodSelector()
                        .getMatchLabels()))
                .containsExactly(SERVER, WORKERS, MIGRATION);
        for (var own : List.of(SERVER, WORKERS)) {
            assertThat(chart.selected(chart.one(NetworkPolicy.class, own)
                            .getSpec()
                            .getPodSelector()
                            .getMatchLabels()))
                    .containsExactly(own);
        }
    }

    @Test
    void no_service_leads_to_the_workers() {
        var services = RenderedChart.of(EVERYTHING).all(Service.class);

        assertThat(services).hasSize(1);
        assertThat(RenderedChart.of(EVERYTHING)
                        .selected(services.getFirst().getSpec().getSelector()))
                .containsExactly(SERVER);
    }

    @Test
    void every_variable_is_a_documented_setting() {
        var settings = DocumentTable.rows(DocumentTable.lines("docs/settings.md")).stream()
                .map(row -> DocumentTable.code(row.getFirst()));
        var documented = Stream.concat(settings, Stream.of("SMALLRYE_CONFIG_LOCATIONS", "JDK_JAVA_OPTIONS"))
                .toList();

        assertThat(RenderedChart.of(EVERYTHING).variables().distinct())
                .contains("BILLWRIGHT_DATABASE_URL", "BILLWRIGHT_RUNS_WORKERS")
                .allSatisfy(variable -> assertThat(variable).isIn(documented));
    }

    @Test
    void workers_do_the_work_in_the_background_and_servers_none_of_it() {
        var chart = RenderedChart.of("{workers: {runs: 3, documents: 4}}");

        assertThat(chart.settings(SERVER))
                .containsEntry("BILLWRIGHT_RUNS_WORKERS", "0")
                .containsEntry("BILLWRIGHT_DOCUMENTS_WORKERS", "0")
                .containsEntry("BILLWRIGHT_EVENTS_DELIVERED", "false")
                .containsEntry("BILLWRIGHT_COLLECTION_INTERVAL", "0")
                .containsEntry("BILLWRIGHT_PRIVACY_DELETION_INTERVAL", "0");
        assertThat(chart.settings(WORKERS))
                .containsEntry("BILLWRIGHT_RUNS_WORKERS", "3")
                .containsEntry("BILLWRIGHT_DOCUMENTS_WORKERS", "4")
                .containsEntry("BILLWRIGHT_EVENTS_DELIVERED", "true")
                .doesNotContainKey("BILLWRIGHT_COLLECTION_INTERVAL");
    }

    @Test
    void without_workers_the_servers_do_all_of_it() {
        var chart = RenderedChart.of("{workers: {enabled: false}, networkPolicy: {enabled: true},"
                + " monitoring: {serviceMonitor: {enabled: true}}}");

        assertThat(chart.names()).noneMatch(name -> name.contains("workers"));
        assertThat(chart.settings(SERVER))
                .doesNotContainKeys(
                        "BILLWRIGHT_RUNS_WORKERS", "BILLWRIGHT_DOCUMENTS_WORKERS", "BILLWRIGHT_EVENTS_DELIVERED");
    }

    @Test
    void a_setting_for_some_pods_comes_before_that_for_all_and_that_before_the_charts() {
        var chart = RenderedChart.of("""
                settings: {BILLWRIGHT_DRAIN_TIME: 20s, BILLWRIGHT_LIMITS_EXPORTS: 1}
                workers: {settings: {BILLWRIGHT_LIMITS_EXPORTS: 2, BILLWRIGHT_RUNS_WORKERS: 9}}
                """);

        assertThat(chart.settings(SERVER))
                .containsEntry("BILLWRIGHT_DRAIN_TIME", "20s")
                .containsEntry("BILLWRIGHT_LIMITS_EXPORTS", "1");
        assertThat(chart.settings(WORKERS))
                .containsEntry("BILLWRIGHT_LIMITS_EXPORTS", "2")
                .containsEntry("BILLWRIGHT_RUNS_WORKERS", "9");
    }

    @Test
    void secrets_are_in_secrets_alone_and_come_out_as_they_went_in() throws IOException {
        var chart = RenderedChart.of(EVERYTHING);

        for (var document : chart.documents()) {
            assertThat(document.path("kind").asText().equals("Secret"))
                    .isEqualTo(document.toString().contains("cr=t"));
        }
        for (var secret : chart.all(Secret.class)) {
            var file = new Properties();
            file.load(new StringReader(secret.getStringData().get("billwright.properties")));
            assertThat(file).isEqualTo(Map.of("billwright.database.password", PASSWORD));
        }
    }

    @Test
    void a_changed_setting_or_secret_replaces_the_pods() {
        var before = annotations("{settings: {BILLWRIGHT_TENANT: a}, secrets: {values: {billwright.x: a}}}");

        assertThat(annotations("{settings: {BILLWRIGHT_TENANT: b}, secrets: {values: {billwright.x: a}}}"))
                .isNotEqualTo(before);
        assertThat(annotations("{settings: {BILLWRIGHT_TENANT: a}, secrets: {values: {billwright.x: b}}}"))
                .isNotEqualTo(before);
        assertThat(annotations("{settings: {BILLWRIGHT_TENANT: a}, secrets: {values: {billwright.x: a}}}"))
                .isEqualTo(before);
    }

    private static Map<String, String> annotations(String values) {
        return RenderedChart.of(values).pods().get(SERVER).getMetadata().getAnnotations();
    }

    @Test
    void a_secret_that_exists_is_mounted_and_none_is_made() {
        var chart = RenderedChart.of("{secrets: {existingSecret: bills-secret, key: settings.properties}}");

        assertThat(chart.all(Secret.class)).isEmpty();
        for (var pod : chart.pods().values()) {
            var volume = pod.getSpec().getVolumes().stream()
                    .filter(v -> v.getName().equals("secrets"))
                    .findFirst()
                    .orElseThrow()
                    .getSecret();
            assertThat(volume.getSecretName()).isEqualTo("bills-secret");
            assertThat(volume.getItems().getFirst().getKey()).isEqualTo("settings.properties");
            assertThat(volume.getItems().getFirst().getPath()).isEqualTo("billwright.properties");
        }
    }

    @Test
    void the_ingress_does_not_lead_to_health_and_metrics() {
        var paths = RenderedChart.of(EVERYTHING).one(Ingress.class, "bills-billwright").getSpec().getRules().stream()
                .flatMap(rule -> rule.getHttp().getPaths().stream())
                .map(path -> path.getPath())
                .toList();

        assertThat(paths)
                .contains("/tmf-api/customerBillManagement", "/console")
                .noneMatch(path -> "/q/metrics".startsWith(path));
    }

    @Test
    void the_alerts_are_those_of_the_chart_and_then_those_of_the_values() throws IOException {
        var rule = RenderedChart.of(EVERYTHING).one(PrometheusRule.class, "bills-billwright");
        var ofChart = new Yaml()
                .<Map<String, List<Map<String, Object>>>>load(
                        Files.readString(RenderedChart.CHART.resolve("files/alerts.yaml")));
        var names = Stream.concat(ofChart.get("groups").stream().map(group -> group.get("name")), Stream.of("own"))
                .toList();

        assertThat(rule.getSpec().getGroups())
                .extracting(RuleGroup::getName)
                .hasSizeGreaterThan(2)
                .isEqualTo(names);
        assertThat(rule.getSpec()
                        .getGroups()
                        .getFirst()
                        .getRules()
                        .getFirst()
                        .getAnnotations()
                        .get("summary"))
                .isEqualTo("{{ $labels.instance }} cannot be scraped");
    }

    @Test
    void every_config_map_and_secret_that_a_pod_reads_is_there_in_time() {
        var chart = RenderedChart.of(EVERYTHING);

        for (var pod : chart.pods().entrySet()) {
            boolean isHook = pod.getKey().equals(MIGRATION);
            pod.getValue().getSpec().getContainers().getFirst().getEnvFrom().forEach(source -> {
                var map = chart.one(ConfigMap.class, source.getConfigMapRef().getName());
                assertThat(weight(map.getMetadata().getAnnotations())).isEqualTo(isHook ? -10 : 0);
            });
            for (var volume : pod.getValue().getSpec().getVolumes()) {
                if (volume.getSecret() != null) {
                    var secret = chart.one(Secret.class, volume.getSecret().getSecretName());
                    assertThat(weight(secret.getMetadata().getAnnotations())).isEqualTo(isHook ? -10 : 0);
                }
                if (volume.getConfigMap() != null) {
                    var files = chart.one(ConfigMap.class, volume.getConfigMap().getName());
                    assertThat(weight(files.getMetadata().getAnnotations())).isEqualTo(isHook ? -10 : 0);
                }
            }
        }
    }

    /** The order among hooks; 0 for an object that is none. */
    private static int weight(Map<String, String> annotations) {
        return annotations.containsKey("was.helm.sh/hook")
                ? Integer.parseInt(annotations.get("was.helm.sh/hook-weight"))
                : 0;
    }
}
