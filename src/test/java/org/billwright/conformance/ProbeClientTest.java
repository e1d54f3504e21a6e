package org.billwright.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.billwright.json.TmfVersion;
import org.junit.jupiter.api.Test;

/** What is sent to whom, and what is shown of it. */
class ProbeClientTest {
    private static final RequestHeader SECRET = RequestHeader.parse("Authorization: Bearer t0ken-7f3a9c");

    private static ConformanceTarget target(String url) {
        return new ConformanceTarget(URI.create(url), List.of(SECRET), Duration.ofSeconds(5));
    }

    @Test
    void no_request_is_sent_to_another_host() {
        try (var other = FaultyServer.right(TmfVersion.V4);
                var client = new ProbeClient(target("http://localhost:1/v4"), Duration.ofMinutes(1), response -> {})) {
            assertThatThrownBy(() -> client.get(URI.create(other.base()))).isInstanceOf(IllegalArgumentException.class);
            assertThat(other.requests()).isEmpty();
        }
    }

    @Test
    void a_server_is_a_scheme_a_host_and_a_port() {
        var target = target("https://biller.example/tmf/v4");
        assertThat(target.owns(URI.create("https://BILLER.example:443/other"))).isTrue();
        assertThat(target.owns(URI.create("http://biller.example/tmf/v4"))).isFalse();
        assertThat(target.owns(URI.create("https://biller.example:8443/tmf/v4")))
                .isFalse();
        assertThat(target.owns(URI.create("https://biller.example.evil.example/tmf/v4")))
                .isFalse();
        assertThat(target.owns(URI.create("mailto:a@biller.example"))).isFalse();
        assertThat(target.resolve("customerBill/1"))
                .contains(URI.create("https://biller.example/tmf/v4/customerBill/1"));
        assertThat(target.resolve("//evil.example/1").map(target::owns)).contains(false);
    }

    @Test
    void a_report_shows_no_credentials_and_no_control_characters() {
        var log = new CheckLog(List.of(SECRET));
        var check = new Check("a", CheckGroup.SHAPE, "title", "clause");
        log.failed(check, new Evidence("curl", "Bearer t0ken-7f3a9c and t0ken-7f3a9c \u001b[2J", "x"));
        assertThat(log.results().getFirst().evidence().getFirst().received()).isEqualTo("*** and *** ?[2J");
    }

    @Test
    void a_url_with_a_quote_is_one_word_for_a_shell() {
        try (var client = new ProbeClient(target("http://localhost:1/v4"), Duration.ofMinutes(1), response -> {})) {
            assertThat(client.curl("customerBill?id=it's"))
                    .isEqualTo("curl -i -H 'Authorization: ***' 'http://localhost:1/v4/customerBill?id=it'\\''s'");
        }
    }

    @Test
    void the_next_page_is_found_among_links() {
        assertThat(next("<http://a/?x=1,2>; rel=\"first\", <http://a/?o=2>; title=\"a, b\"; rel=\"next\""))
                .contains("http://a/?o=2");
        assertThat(next("<http://a/?o=2>; rel=next")).contains("http://a/?o=2");
        assertThat(next("<http://a/?o=2>; rel=\"prev next\"")).contains("http://a/?o=2");
        assertThat(next("<http://a/?o=2>; rel=\"nextish\"")).isEmpty();
        assertThat(next("; rel=" + " ".repeat(300_000))).isEmpty();
    }

    private static Optional<String> next(String link) {
        return new ProbeResponse("", 200, Map.of("link", List.of(link)), "", Optional.empty()).next();
    }
}
