package org.billwright.cli;

import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Reads {@code serve [--port PORT] [--host HOST]} without picocli, whose classes are of a format that no cache of the JVM takes: to load and
 * describe all commands is a quarter of what a start computes.
 */
final class ServeArguments {
    private static final Pattern PORT = Pattern.compile("\\d{1,5}");

    private ServeArguments() {}

    /** The command; empty where the arguments are anything else, which is for picocli to read or to reject. */
    static Optional<ServeCommand> read(List<String> arguments) {
        int options = arguments.size() - 1;
        if (options < 0 || options % 2 != 0 || !arguments.getFirst().equals("serve")) {
            return Optional.empty();
        }
        var command = new ServeCommand();
        command.port = ServeCommand.DEFAULT_PORT;
        command.host = ServeCommand.DEFAULT_HOST;
        var port = Optional.<String>empty();
        var host = Optional.<String>empty();
        for (int at = 1; at < arguments.size(); at += 2) {
            var name = arguments.get(at);
            var value = arguments.get(at + 1);
            if (name.equals("--port") && port.isEmpty() && PORT.matcher(value).matches()) {
                port = Optional.of(value);
            } else if (name.equals("--host") && host.isEmpty() && !value.startsWith("-")) {
                host = Optional.of(value);
            } else {
                return Optional.empty();
            }
        }
        port.ifPresent(value -> command.port = Integer.parseInt(value));
        host.ifPresent(value -> command.host = value);
        return Optional.of(command);
    }
}
