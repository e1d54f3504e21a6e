package org.billwright.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.billwright.cli.Commands.run;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.billwright.api.Api;
import org.billwright.conformance.TestTarget;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The command conformance: exit codes, reports, credentials. */
class ConformanceCommandTest {
    @TempDir
    Path folder;

    private static Commands.Run conformance(String... arguments) {
        return run(new ConformanceCommand(), arguments);
    }

    @Test
    void a_right_server_is_exit_code_0_and_the_reports_are_written() throws IOException {
        try (var server = TestTarget.right()) {
            var html = folder.resolve("report.html");
            var json = folder.resolve("report.json");
            var run = conformance(server.base(), "--sample", "10", "--report", html.toString());
            assertThat(run.exitCode()).as(run.out() + run.err()).isZero();
            assertThat(run.out()).contains("TMF678 v4 at " + server.base(), "What this check cannot know:");
            assertThat(Files.readString(html)).contains("No check failed.", "Whether the amounts are right.");
            assertThat(conformance(server.base(), "--v4", "--sample", "10", "--json", "--report", json.toString())
                            .out())
                    .isEqualToIgnoringNewLines(Files.readString(json));
            var document = Api.JSON.readTree(Files.readString(json));
            assertThat(document.at("/summary/failed").asInt()).isZero();
            assertThat(document.at("/sample/customerBill").asInt()).isEqualTo(10);
        }
    }

    @Test
    void a_failure_is_exit_code_1_with_the_request_that_shows_it() throws IOException {
        try (var server = TestTarget.withWrongTax()) {
            var html = folder.resolve("report.html");
            var run = conformance(server.base(), "--report", html.toString());
            assertThat(run.exitCode()).isEqualTo(1);
            // bill 7: 9.30 and taxes of 0.93, shown as 0.94
            assertThat(run.out())
                    .contains("failed totals.taxes")
                    .contains("curl -i '" + server.base() + "/customerBill/B7'")
                    .contains("10.23")
                    .contains("10.24");
            assertThat(Files.readString(html)).contains("1 check failed.", "customerBill/B7&#39;");
        }
    }

    @Test
    void a_server_without_data_is_exit_code_4() {
        try (var server = TestTarget.empty()) {
            assertThat(conformance(server.base()).exitCode()).isEqualTo(4);
        }
    }

    @Test
    void credentials_of_a_file_are_sent_and_never_shown() throws IOException {
        try (var server = TestTarget.right()) {
            var secrets = Files.writeString(folder.resolve("headers"), "Authorization: Basic c2VjcmV0LTdmM2E5Yw==\n\n");
            var run = conformance(server.base(), "--sample", "5", "--header-file", secrets.toString(), "--json");
            assertThat(run.exitCode()).as(run.out()).isZero();
            assertThat(server.authorizations()).containsOnly("Basic c2VjcmV0LTdmM2E5Yw==");
            assertThat(run.out() + run.err()).doesNotContain("c2VjcmV0");
        }
    }

    @Test
    void the_version_may_be_given() {
        try (var server = TestTarget.right()) {
            var run = conformance(server.base(), "--v5", "--sample", "5");
            assertThat(run.exitCode()).isEqualTo(1);
            assertThat(run.out()).contains("version v5 by the option", "failed shape.customerBill", "@type");
        }
    }

    @Test
    void wrong_options_are_exit_code_2() {
        var url = "http://127.0.0.1:9/v4";
        Stream.of(
                        new String[] {},
                        new String[] {"ftp://127.0.0.1/v4"},
                        new String[] {"http://user:secret-7f3a@127.0.0.1/v4"},
                        new String[] {"no url"},
                        new String[] {url, "--v4", "--v5"},
                        new String[] {url, "--sample", "0"},
                        new String[] {url, "--sample", "1001"},
                        new String[] {url, "--timeout", "0s"},
                        new String[] {url, "--report", "report.pdf"},
                        new String[] {url, "--also", "http://elsewhere.example/v5"},
                        new String[] {url, "--patch-bill", "B1=sent"},
                        new String[] {url, "--write", "--patch-bill", "B1"},
                        new String[] {url, "--header", "secret-7f3a"},
                        new String[] {url, "--header", "Host: secret-7f3a"},
                        new String[] {url, "--header-env", "NO_SUCH_VARIABLE_7F3A"})
                .forEach(arguments -> {
                    var run = conformance(arguments);
                    assertThat(run.exitCode()).as(String.join(" ", arguments)).isEqualTo(2);
                    assertThat(run.err()).startsWith("billwright: ").doesNotContain("secret-7f3a");
                });
    }
}
