package org.billwright.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is read without picocli means what it means to picocli; all else is left to it. */
class ServeArgumentsTest {
    @Test
    void the_two_options_have_the_values_of_the_arguments_or_the_defaults() {
        assertThat(read("serve")).isEqualTo("0.0.0.0 8080");
        assertThat(read("serve --port 81")).isEqualTo("0.0.0.0 81");
        assertThat(read("serve --host 127.0.0.1 --port 9000")).isEqualTo("127.0.0.1 9000");
    }

    @ParameterizedTest
    @ValueSource(strings = {"serve", "serve --port 81", "serve --host ::1", "serve --host 127.0.0.1 --port 9000"})
    void picocli_reads_the_same(String line) {
        var parsed = Main.program(Main.class).parseArgs(line.split(" "));
        var command = (ServeCommand) parsed.subcommand().commandSpec().userObject();

        assertThat(read(line)).isEqualTo(command.host + " " + command.port);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "demo",
                "serve --help",
                "serve --port",
                "serve --port=81",
                "serve --port x",
                "serve --port 123456",
                "serve --port 1 --port 2",
                "serve --host --port",
                "serve --prot 81",
                "SERVE"
            })
    void anything_else_is_left_to_picocli(String line) {
        assertThat(ServeArguments.read(List.of(line.split(" ")))).isEmpty();
    }

    private static String read(String line) {
        var command = ServeArguments.read(List.of(line.split(" "))).orElseThrow();
        return command.host + " " + command.port;
    }
}
