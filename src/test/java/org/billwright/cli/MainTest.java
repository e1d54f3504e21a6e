package org.billwright.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import picocli.CommandLine.Command;

/** The program as a user calls it. */
class MainTest {
    private static final Path CLASSES = Path.of("target/classes/org/billwright/cli");

    private static List<String> names() throws IOException {
        try (var files = Files.list(CLASSES)) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> name.endsWith("Command.class"))
                    .map(name -> load("org.billwright.cli." + name.substring(0, name.length() - ".class".length())))
                    .flatMap(type -> Optional.ofNullable(type.getAnnotation(Command.class)).stream())
                    .map(Command::name)
                    .toList();
        }
    }

    private static Class<?> load(String name) {
        try {
            return Class.forName(name);
        } catch (ClassNotFoundException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void every_command_class_is_a_subcommand() throws IOException {
        var commands = names();
        assertThat(commands).contains("demo", "serve");
        var program = Stream.of(Main.class.getAnnotation(Command.class).subcommands())
                .map(type -> type.getAnnotation(Command.class).name())
                .toList();
        assertThat(program).containsExactlyInAnyOrderElementsOf(commands);
    }
}
