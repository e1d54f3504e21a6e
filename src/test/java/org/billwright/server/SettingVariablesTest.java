package org.billwright.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import java.util.TreeSet;
import org.billwright.house.DocumentTable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SettingVariablesTest {
    @Test
    void every_documented_variable_is_known() {
        var documented = new TreeSet<String>();
        for (var row : DocumentTable.rows(DocumentTable.lines("docs/settings.md"))) {
            documented.add(
                    DocumentTable.code(row.get(0)).replace("{NAME}", "MY_OWN").replace("{PROPERTY}", "SSL_KEY"));
        }
        assertThat(documented).hasSizeGreaterThan(80);
        assertThat(SettingVariables.unknown(documented)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "BILLWRIGHT_LIMITS_REQUEST",
                "BILLWRIGHT_LIMITS_REQUESTS_",
                "BILLWRIGHT_LIMIT_REQUESTS",
                "BILLWRIGHT_DATABASE",
                "BILLWRIGHT_DATABASE_URI",
                "BILLWRIGHT_DATABASE_PORT",
                "BILLWRIGHT_PORT",
                "BILLWRIGHT_AUTH_ISSUERS_TEST_ISSUERS",
                "BILLWRIGHT_AUTH_ISSUERS_ISSUER",
                "BILLWRIGHT_",
                "BILLWRIGHT_TENANT_S"
            })
    void a_misspelled_variable_is_unknown(String name) {
        assertThat(SettingVariables.unknown(Set.of(name, "BILLWRIGHT_TENANT"))).containsExactly(name);
    }

    @Test
    void those_of_others_of_the_launcher_of_kubernetes_and_of_lists_are_none_of_ours_or_known() {
        assertThat(SettingVariables.unknown(Set.of(
                        "PATH",
                        "billwright",
                        "MY_BILLWRIGHT_TENANT",
                        "BILLWRIGHTS_TENANT",
                        "BILLWRIGHT_JAVA_OPTS",
                        "BILLWRIGHT_PORT",
                        "BILLWRIGHT_PORT_8080_TCP",
                        "BILLWRIGHT_PORT_8080_TCP_ADDR",
                        "BILLWRIGHT_SERVICE_HOST",
                        "BILLWRIGHT_SERVICE_PORT",
                        "BILLWRIGHT_SERVICE_PORT_HTTP",
                        "BILLWRIGHT_WORKERS_SERVICE_HOST",
                        "BILLWRIGHT_WORKERS_PORT",
                        "BILLWRIGHT_CORS_ORIGINS_0_")))
                .isEmpty();
    }
}
