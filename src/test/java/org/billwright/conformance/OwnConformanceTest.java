package org.billwright.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.billwright.api.Api;
import org.billwright.api.StoreResource;
import org.billwright.json.TmfVersion;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** This server, checked as any other one is. */
@QuarkusTest
@QuarkusTestResource(StoreResource.class)
@Tag("server")
class OwnConformanceTest {
    private static final int SAMPLE = 40;

    @Test
    void this_server_fails_no_check_in_v4() {
        requireConformance(Api.v4(), Api.v5(), TmfVersion.V4);
    }

    @Test
    void this_server_fails_no_check_in_v5() {
        requireConformance(Api.v5(), Api.v4(), TmfVersion.V5);
    }

    private static void requireConformance(String base, String other, TmfVersion version) {
        var target = new ConformanceTarget(URI.create(base), List.of(), Duration.ofSeconds(30));
        var changes = new RequestedChanges("http://127.0.0.1:9/conformance", Optional.empty(), Optional.empty());
        var options = new ConformanceOptions(
                Optional.empty(), Optional.of(URI.create(other)), SAMPLE, Duration.ofMinutes(5), Optional.of(changes));
        var report = new Conformance(target, options, Clock.systemUTC()).run();
        assertThat(report.of(CheckOutcome.FAILED).map(CheckResult::document)).isEmpty();
        assertThat(report.of(CheckOutcome.NOT_SUPPORTED).map(CheckResult::document))
                .isEmpty();
        assertThat(report.of(CheckOutcome.PASSED).map(result -> result.check().id()))
                .contains(
                        "shape.customerBill",
                        "filter.customerBill.state",
                        "paging.customerBill.gaps",
                        "totals.taxes",
                        "totals.rates",
                        "consistency.versions",
                        "changes.hub.remove");
        assertThat(report.document().path("version").asText()).isEqualTo(version.code());
    }
}
