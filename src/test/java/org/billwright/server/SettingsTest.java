package org.billwright.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.smallrye.config.EnvConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.billwright.store.DatabaseConfig;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Pins the defaults that docs/settings.md documents. */
class SettingsTest {
    private final Settings settings = new SmallRyeConfigBuilder()
            .addDiscoveredConverters()
            .withMapping(Settings.class)
            .build()
            .getConfigMapping(Settings.class);

    @Test
    void the_defaults_are_as_documented() {
        assertThat(settings.basePath()).isEqualTo("/tmf-api/customerBillManagement");
        assertThat(settings.partyRolesBasePath()).isEqualTo("/tmf-api/partyRoleManagement");
        assertThat(settings.publicUrl()).isEmpty();
        assertThat(settings.maxBodySize().asLongValue()).isEqualTo(1024 * 1024);
        assertThat(settings.tenant()).isEqualTo("default");
        assertThat(settings.onDemand().workers()).isEqualTo(2);
        assertThat(settings.documents().workers()).isEqualTo(1);
        assertThat(settings.documents().bucket()).isEmpty();
        assertThat(settings.documents().bucketEndpoint()).isEmpty();
        assertThat(settings.documents().bucketRegion()).isEqualTo("us-east-1");
        assertThat(settings.documents().bucketPrefix()).isEmpty();
        assertThat(settings.documents().bucketAccessKey()).isEmpty();
        assertThat(settings.documents().bucketSecretKey()).isEmpty();
        assertThat(settings.database().url()).isEqualTo("postgresql://localhost:5432/billwright");
        assertThat(settings.database().username()).isEqualTo("billwright");
        assertThat(settings.database().password()).isEqualTo(Optional.empty());
        assertThat(settings.database().poolSize()).isEqualTo(16);
        assertThat(settings.database().statementTimeout()).isEqualTo(Duration.ofSeconds(10));
        assertThat(settings.database().slowStatement()).isEqualTo(Duration.ofSeconds(2));
        assertThat(settings.telemetry().endpoint()).isEmpty();
        assertThat(settings.imports().folder()).hasFileName("billwright-imports");
        assertThat(settings.imports().maxSize().asLongValue()).isEqualTo(4L << 30);
        assertThat(settings.imports().rejectsKept()).isEqualTo(Duration.ofDays(30));
        assertThat(settings.privacy().deletionInterval()).isEqualTo(Duration.ofDays(1));
        assertThat(settings.limits().requests()).isEmpty();
        assertThat(settings.limits().requestsOfCaller()).isEmpty();
        assertThat(settings.limits().channelRequests()).isEqualTo(256);
        assertThat(settings.limits().exports()).isEqualTo(4);
        assertThat(settings.database().readConnections()).isEqualTo(32);
        assertThat(settings.limits().slowQueries()).isEqualTo(4);
        assertThat(settings.limits().slowQueriesOfCaller()).isEqualTo(2);
        assertThat(settings.limits().bodyTimeout()).isEqualTo(Duration.ofSeconds(30));
        assertThat(settings.cycles().specifications()).isEmpty();
        assertThat(settings.cycles().ahead()).isEqualTo(3);
        assertThat(settings.events().delivered()).isTrue();
        assertThat(settings.events().httpsRequired()).isTrue();
        assertThat(settings.events().allowedCallbacks()).isEmpty();
        assertThat(settings.events().timeout()).isEqualTo(Duration.ofSeconds(5));
        assertThat(settings.events().attempts()).isEqualTo(12);
        assertThat(settings.events().firstRetry()).isEqualTo(Duration.ofSeconds(1));
        assertThat(settings.events().longestRetry()).isEqualTo(Duration.ofMinutes(10));
        assertThat(settings.events().parallel()).isEqualTo(16);
        assertThat(settings.events().retention()).isEqualTo(Duration.ofDays(7));
        assertThat(settings.events().kafka().bootstrapServers()).isEmpty();
        assertThat(settings.events().kafka().topic()).isEqualTo("billwright.customerBillManagement");
        assertThat(settings.events().kafka().version()).isEqualTo(org.billwright.json.TmfVersion.V5);
        assertThat(settings.events().kafka().properties()).isEmpty();
        assertThat(EventsModule.config(settings.events(), ConfigRecords.http(settings))
                        .kafka())
                .isEmpty();
        assertThat(settings.channel().basePath()).isEqualTo("/dxp-ux");
        assertThat(settings.channel().businesses()).isEmpty();
        assertThat(settings.channel().refresh()).isEqualTo(Duration.ofSeconds(5));
        assertThat(settings.channel().sources()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "billwright.events.kafka.bootstrap-servers, 'billwright.events.kafka.properties.\"security.protocol\"'",
        "BILLWRIGHT_EVENTS_KAFKA_BOOTSTRAP_SERVERS, BILLWRIGHT_EVENTS_KAFKA_PROPERTIES__SECURITY_PROTOCOL_"
    })
    void kafka_is_configured_by_files_and_by_the_environment(String servers, String protocol) {
        var configured = new SmallRyeConfigBuilder()
                .addDiscoveredConverters()
                .withSources(new EnvConfigSource(Map.of(servers, "k:9092", protocol, "SASL_SSL"), 300))
                .withMapping(Settings.class)
                .build()
                .getConfigMapping(Settings.class);
        var kafka = EventsModule.config(configured.events(), ConfigRecords.http(configured))
                .kafka()
                .orElseThrow();
        assertThat(kafka.bootstrapServers()).isEqualTo("k:9092");
        assertThat(kafka.base()).isEqualTo("/tmf-api/customerBillManagement/v5/");
        assertThat(kafka.properties()).containsExactly(Map.entry("security.protocol", "SASL_SSL"));
        assertThat(kafka).asString().doesNotContain("SASL");
    }

    @Test
    void a_config_record_takes_the_settings_of_the_same_names() {
        var configured = new SmallRyeConfigBuilder()
                .addDiscoveredConverters()
                .withSources(new EnvConfigSource(
                        Map.of(
                                "billwright.database.owner.username", "schema_owner",
                                "billwright.database.owner.password", "secret",
                                "billwright.database.pool-size", "3"),
                        300))
                .withMapping(Settings.class)
                .build()
                .getConfigMapping(Settings.class);
        var database = ConfigRecords.database(configured);
        assertThat(database.username()).isEqualTo("billwright");
        assertThat(database.password()).as("no password is an empty one").isEmpty();
        assertThat(database.owner()).contains(new DatabaseConfig.SchemaOwner("schema_owner", "secret"));
        assertThat(database.poolSize()).isEqualTo(3);
    }

    private static Settings with(String name, String value) {
        return new SmallRyeConfigBuilder()
                .addDiscoveredConverters()
                .withSources(new EnvConfigSource(Map.of(name, value), 300))
                .withMapping(Settings.class)
                .build()
                .getConfigMapping(Settings.class);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    billwright.database.url       | jdbc:postgresql://x/y             | postgresql://host:port/database
                    billwright.database.url       | postgresql://me:hidden@x/y        | BILLWRIGHT_DATABASE_PASSWORD
                    billwright.database.url       | postgresql://x/y?password=hidden  | BILLWRIGHT_DATABASE_PASSWORD
                    billwright.database.pool-size | 0                                 | BILLWRIGHT_DATABASE_POOL_SIZE
                    """)
    void a_setting_of_the_database_that_is_not_valid_is_named_without_its_secrets(
            String name, String value, String message) {
        var settings = with(name, value);
        assertThatThrownBy(() -> ConfigRecords.database(settings))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(message)
                .hasMessageNotContaining("hidden");
    }

    @ParameterizedTest
    @CsvSource({
        "billwright.privacy.years-kept, 0, BILLWRIGHT_PRIVACY_YEARS_KEPT",
        "billwright.privacy.years-kept, -3, BILLWRIGHT_PRIVACY_YEARS_KEPT",
        "billwright.privacy.years-kept, 101, BILLWRIGHT_PRIVACY_YEARS_KEPT",
        "billwright.events.retention, 0s, BILLWRIGHT_EVENTS_RETENTION",
        "billwright.imports.rejects-kept, -1d, BILLWRIGHT_IMPORTS_REJECTS_KEPT"
    })
    void a_period_that_would_delete_what_is_new_is_refused(String name, String value, String message) {
        var settings = with(name, value);
        assertThatThrownBy(() -> RetentionModule.defaults(settings))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(message);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "nonsense",
                "ftp://collector:4318",
                "http://user:hidden@collector:4318",
                "http://collector:4318/?token=hidden",
                "http://collector:4318/#hidden"
            })
    void an_endpoint_of_telemetry_with_a_secret_is_refused_and_not_shown(String endpoint) {
        assertThatThrownBy(() -> Telemetry.requirePlain(URI.create(endpoint)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("BILLWRIGHT_TELEMETRY_ENDPOINT")
                .hasMessageNotContaining("hidden");
    }

    @Test
    void an_endpoint_of_telemetry_may_have_a_path() {
        var endpoint = URI.create("https://collector.example/otlp");
        assertThat(Telemetry.requirePlain(endpoint)).isEqualTo(endpoint);
    }
}
