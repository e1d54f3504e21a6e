package org.billwright.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The values of the chart: wrong ones are refused before anything is rendered, and each is described. */
class ChartValuesTest {
    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', textBlock = """
            {replicas: 2}                                                    | replicas
            {server: {replicas: -1}}                                         | replicas
            {server: {replicas: two}}                                        | replicas
            {server: {autoscaling: {cpuPercent: 101}}}                       | cpuPercent
            {server: {disruptionBudget: {maxUnavailable: 0}}}                | maxUnavailable
            {server: {resources: {limits: {memory: 1 GB}}}}                  | memory
            {workers: {runs: -1}}                                            | runs
            {workers: {settings: {BILLWRIGHT_DATABASE_PASSWORD: x}}}         | BILLWRIGHT_DATABASE_PASSWORD
            {image: {pullPolicy: Sometimes}}                                 | pullPolicy
            {image: {digest: 'sha256:12'}}                                   | digest
            {image: {pullSecrets: [registry]}}                               | pullSecrets
            {database: {url: 'postgresql://me:secret@db:5432/billwright'}}   | url
            {database: {url: 'jdbc:postgresql://db/billwright'}}             | url
            {database: {password: x}}                                        | password
            {settings: {BILLWRIGHT_DATABASE_PASSWORD: x}}                    | BILLWRIGHT_DATABASE_PASSWORD
            {settings: {BILLWRIGHT_DOCUMENTS_BUCKET_SECRET_KEY: x}}          | BILLWRIGHT_DOCUMENTS_BUCKET_SECRET_KEY
            {settings: {BILLWRIGHT_CHANNEL_SOURCES_A_AUTHORIZATION: x}}      | BILLWRIGHT_CHANNEL_SOURCES_A_AUTHORIZATION
            {settings: {billwright.tenant: x}}                               | billwright.tenant
            {settings: {BILLWRIGHT_TENANTS: [a, b]}}                         | BILLWRIGHT_TENANTS
            {secrets: {values: {BILLWRIGHT_DATABASE_PASSWORD: x}}}           | BILLWRIGHT_DATABASE_PASSWORD
            {secrets: {values: {billwright.database.password: "a\\nb"}}}     | billwright.database.password
            {secrets: {environment: [{name: BILLWRIGHT_X, value: secret}]}}  | environment
            {secrets: {environment: [{name: PATH, secret: s, key: k}]}}      | name
            {files: {../passwd: x}}                                          | passwd
            {terminationGracePeriodSeconds: 30}                              | terminationGracePeriodSeconds
            {drainTime: soon}                                                | drainTime
            {service: {port: 70000}}                                         | port
            {service: {type: ExternalName}}                                  | type
            {ingress: {enabled: true}}                                       | ingress.host is required
            {ingress: {paths: [/]}}                                          | paths
            {ingress: {paths: [/q]}}                                         | paths
            {ingress: {paths: [/q/metrics]}}                                 | paths
            {ingress: {paths: []}}                                           | paths
            {ingress: {host: 'https://bills.example'}}                       | host
            {monitoring: {serviceMonitor: {interval: often}}}                | interval
            {oda: {component: TMFC029}}                                      | component
            {oda: {canvasSystemRole: root}}                                  | canvasSystemRole
            {oda: {dependentApis: {TMF620: {enabled: true}}}}                | TMF620
            """)
    void a_wrong_value_is_refused_by_its_name(String values, String named) {
        assertThatThrownBy(() -> RenderedChart.of(values)).hasMessageContaining(named);
    }

    @Test
    void every_value_has_a_description_and_a_default() throws IOException {
        var schema = RenderedChart.parsed(Files.readString(RenderedChart.CHART.resolve("values.schema.json")))
                .getFirst();
        var defaults = RenderedChart.parsed(Files.readString(RenderedChart.CHART.resolve("values.yaml")))
                .getFirst();
        var wrong = new ArrayList<String>();
        check("", schema, defaults, wrong);
        assertThat(wrong).isEmpty();
    }

    private static void check(String path, JsonNode schema, JsonNode value, List<String> wrong) {
        if (schema.path("description").asText().isEmpty()) {
            wrong.add(path + " has no description");
        }
        schema.path("properties").properties().forEach(property -> {
            var name = path + "/" + property.getKey();
            // a chart that has this one as a part may set global
            if (!value.has(property.getKey()) && !name.equals("/global")) {
                wrong.add(name + " has no default");
            } else {
                check(name, property.getValue(), value.path(property.getKey()), wrong);
            }
        });
    }
}
