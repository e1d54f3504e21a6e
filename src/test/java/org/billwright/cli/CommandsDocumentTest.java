package org.billwright.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.billwright.house.DocumentTable;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;

/** Holds docs/cli.md against the commands, their options and the defaults of these. */
class CommandsDocumentTest {
    private static final String PAGE = "docs/cli.md";
    private static final String HEADING = "## `billwright ";

    @Test
    void the_page_has_every_command_and_option_and_no_other() {
        var documented = new TreeMap<String, TreeSet<String>>();
        for (var line : DocumentTable.lines(PAGE)) {
            if (line.startsWith(HEADING)) {
                var options = new TreeSet<String>();
                rows(line).forEach(row -> options.add(name(row)));
                documented.put(line.substring(HEADING.length(), line.length() - 1), options);
            }
        }
        var known = new TreeMap<String, TreeSet<String>>();
        commands().forEach((name, command) -> {
            var options = new TreeSet<String>();
            command.options().stream()
                    .filter(option -> !option.usageHelp() && !option.versionHelp())
                    .forEach(option -> options.add(option.longestName()));
            command.positionalParameters()
                    .forEach(parameter -> options.add(parameter.paramLabel().replace("...", "")));
            known.put(name, options);
        });
        assertThat(documented).isEqualTo(known);
    }

    @Test
    void the_page_has_the_defaults() {
        commands().forEach((name, command) -> {
            for (var row : rows(HEADING + name + "`")) {
                var option = command.findOption(name(row));
                if (option != null
                        && option.defaultValue() != null
                        && !option.defaultValue().isEmpty()) {
                    assertThat(row.get(1)).as(name + " " + name(row)).isEqualTo("`" + option.defaultValue() + "`");
                }
            }
        });
    }

    private static List<List<String>> rows(String heading) {
        return DocumentTable.rows(DocumentTable.section(PAGE, heading));
    }

    /** Of {@code `--rejects FILE`} the name alone. */
    private static String name(List<String> row) {
        return DocumentTable.code(row.getFirst()).replaceAll("[ .].*", "");
    }

    /** The commands that do something, by their names: {@code client add}. */
    private static Map<String, CommandSpec> commands() {
        var commands = new TreeMap<String, CommandSpec>();
        collect("", new CommandLine(Main.class), commands);
        return commands;
    }

    private static void collect(String prefix, CommandLine command, Map<String, CommandSpec> commands) {
        command.getSubcommands().forEach((name, subcommand) -> {
            if (subcommand.getSubcommands().isEmpty()) {
                commands.put(prefix + name, subcommand.getCommandSpec());
            } else {
                collect(prefix + name + " ", subcommand, commands);
            }
        });
    }
}
