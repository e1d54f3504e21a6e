package org.billwright.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.billwright.conformance.RequestedChanges.StatePatch;
import org.billwright.json.TmfVersion;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The check of a server finds each fault by the check that is about it, and finds nothing where there is none. */
@Tag("slow")
class ConformanceFaultsTest {
    private static final String SECRET = "Bearer s3cret-t0ken-7f3a9c";
    private static final Duration TIMEOUT = Duration.ofSeconds(5);
    private static final Optional<RequestedChanges> CHANGES = Optional.of(new RequestedChanges(
            "https://listener.example/events", Optional.of("BA-1"), Optional.of(new StatePatch("B1", "onHold"))));

    static ConformanceReport report(FaultyServer server, Optional<RequestedChanges> changes) {
        return report(server, changes, TIMEOUT);
    }

    private static ConformanceReport report(FaultyServer server, Optional<RequestedChanges> changes, Duration timeout) {
        var target = new ConformanceTarget(
                URI.create(server.base()), List.of(new RequestHeader("Authorization", SECRET)), timeout);
        var options = new ConformanceOptions(Optional.empty(), Optional.empty(), 30, Duration.ofMinutes(2), changes);
        return new Conformance(target, options, Clock.systemUTC()).run();
    }

    private static Set<String> failed(ConformanceReport report) {
        return report.of(CheckOutcome.FAILED)
                .map(result -> result.check().id())
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static Set<String> found(ServerFault fault) {
        try (var other = FaultyServer.right(TmfVersion.V4);
                var server = new FaultyServer(TmfVersion.V4, Optional.of(fault), Optional.of(other.base()))) {
            var timeout = fault == ServerFault.NO_RESPONSE ? Duration.ofSeconds(1) : TIMEOUT;
            var report = report(server, CHANGES, timeout);
            assertThat(other.requests())
                    .as("no request, and no credentials, to another host")
                    .isEmpty();
            assertThat(report.text() + report.html() + report.document())
                    .doesNotContain("s3cret")
                    .doesNotContain("Exception");
            return failed(report);
        }
    }

    @Test
    void each_fault_is_found_by_the_check_that_is_about_it() {
        Map<ServerFault, Set<String>> found = new TreeMap<>();
        Map<ServerFault, Set<String>> expected = new TreeMap<>();
        for (var fault : ServerFault.values()) {
            found.put(fault, found(fault));
            expected.put(fault, Set.of(fault.check()));
        }
        assertThat(found).isEqualTo(expected);
    }

    @Test
    void a_right_server_passes_every_check() {
        for (var version : TmfVersion.values()) {
            try (var server = FaultyServer.right(version)) {
                var report = report(server, CHANGES);
                assertThat(report.results())
                        .allSatisfy(result -> assertThat(result.outcome())
                                .as(result.document().toString())
                                .isEqualTo(CheckOutcome.PASSED));
                assertThat(report.results()).hasSizeGreaterThan(60);
                assertThat(server.authorizations()).containsOnly(SECRET);
                assertThat(report.document().path("version").asText()).isEqualTo(version.code());
            }
        }
    }

    @Test
    void without_changes_nothing_but_safe_requests_is_sent() {
        try (var server = FaultyServer.right(TmfVersion.V5)) {
            var report = report(server, Optional.empty());
            assertThat(server.requests())
                    .allSatisfy(request -> assertThat(request).matches("(?:GET|TRACE) .*"));
            assertThat(report.of(CheckOutcome.SKIPPED)
                            .map(result -> result.check().id()))
                    .containsExactlyInAnyOrder(
                            "changes.customerBillOnDemand", "changes.hub.register", "changes.customerBill.patch");
            assertThat(report.unknowns()).anyMatch(text -> text.contains("--write tests them"));
        }
    }

    @Test
    void an_empty_server_passes_nothing_that_needs_data() {
        try (var server = FaultyServer.right(TmfVersion.V4)) {
            server.empty();
            var report = report(server, Optional.empty());
            assertThat(failed(report)).isEmpty();
            assertThat(report.isEmpty()).isTrue();
            var passed = report.of(CheckOutcome.PASSED)
                    .map(result -> result.check().id())
                    .toList();
            assertThat(passed).noneMatch(id -> id.startsWith("totals.") || id.startsWith("href."));
            assertThat(report.of(CheckOutcome.CANNOT_KNOW)
                            .map(result -> result.check().id()))
                    .contains("shape.customerBill", "totals.taxes", "totals.rates", "filter.customerBill.state");
            assertThat(report.unknowns()).anyMatch(text -> text.contains("its list is empty"));
        }
    }

    @Test
    void a_server_that_never_responds_ends_the_check_soon() {
        var target = new ConformanceTarget(closedServer(), List.of(), Duration.ofSeconds(1));
        var options = new ConformanceOptions(
                Optional.empty(), Optional.empty(), 10, Duration.ofSeconds(30), Optional.empty());
        var report = new Conformance(target, options, Clock.systemUTC()).run();
        assertThat(failed(report)).contains("shape.customerBill.list", "errors.time");
    }

    private static URI closedServer() {
        try (var server = FaultyServer.right(TmfVersion.V4)) {
            return URI.create(server.base());
        }
    }

    @Test
    void both_urls_of_a_server_have_the_same_bills() {
        try (var server = FaultyServer.right(TmfVersion.V4)) {
            var base = URI.create(server.base());
            var target = new ConformanceTarget(base, List.of(), TIMEOUT);
            var options = new ConformanceOptions(
                    Optional.empty(), Optional.of(base), 5, Duration.ofMinutes(1), Optional.empty());
            var report = new Conformance(target, options, Clock.systemUTC()).run();
            assertThat(report.of(CheckOutcome.PASSED)
                            .map(result -> result.check().id()))
                    .contains("consistency.versions");
        }
    }
}
