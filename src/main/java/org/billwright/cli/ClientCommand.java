package org.billwright.cli;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.billwright.access.Role;
import org.billwright.channel.ChannelOperation;
import org.billwright.machineclient.MachineClient;
import org.billwright.machineclient.MachineClientStore;
import org.billwright.machineclient.SecretHash;
import org.billwright.store.Database;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code billwright client}: machine clients. */
@Command(
        name = "client",
        description = {
            "Adds, rotates, revokes and lists machine clients.",
            "A secret is printed once, when it is generated, and stored as a hash. A running server applies a change within seconds."
        },
        mixinStandardHelpOptions = true)
final class ClientCommand {
    private final Clock clock = Clock.systemUTC();

    @Spec
    CommandSpec spec;

    @Command(name = "add", description = "Adds a client and prints its secret.", mixinStandardHelpOptions = true)
    int add(
            @Parameters(paramLabel = "ID", description = "from 5 to 200 characters") String id,
            @Option(
                            names = "--business",
                            description =
                                    "a business of the channel API: PR, or PR:operation,operation …; may be repeated")
                    @Nullable
                    List<String> businesses,
            @Option(
                            names = "--role",
                            description =
                                    "a role in the tenant: reader, channel, operator, approver or admin; may be repeated")
                    @Nullable
                    List<String> roles,
            @Option(
                            names = "--tenant",
                            description = "the tenant in which it has these roles (default: the configured tenant)")
                    Optional<String> ofTenant,
            @Option(
                            names = "--requests-per-second",
                            defaultValue = "50",
                            description = "its rate limit on each server (default ${DEFAULT-VALUE})")
                    int requestsPerSecond,
            @Option(
                            names = "--secret-stdin",
                            description = "read the secret from standard input instead of generating one")
                    boolean secretFromInput,
            @Mixin DatabaseOptions databaseOptions)
            throws IOException {
        var scopes = scopes(businesses == null ? List.of() : businesses);
        var granted = roles(roles == null ? List.of() : roles);
        if (scopes.isEmpty() && granted.isEmpty()) {
            throw invalid("give it something that it may do: --role, --business or both");
        }
        var secret = secretFromInput ? read() : SecretHash.generate();
        return databaseOptions.use((database, tenant) -> {
            var grant = granted.isEmpty()
                    ? Optional.<MachineClient.Grant>empty()
                    : Optional.of(new MachineClient.Grant(ofTenant.orElse(tenant), granted));
            var client = checked(() -> MachineClient.of(id, requestsPerSecond, scopes, grant, SecretHash.of(secret)));
            boolean added = database.withoutTenant(tx -> MachineClientStore.add(tx, client, clock.instant()));
            if (!added) {
                return refuse("the id " + id + " is or was a client's; an id is used once");
            }
            spec.commandLine()
                    .getErr()
                    .println("running servers know the client within seconds (BILLWRIGHT_CHANNEL_REFRESH)");
            return print(secretFromInput ? "added" : secret);
        });
    }

    @Command(
            name = "rotate",
            description = "Gives a client a new secret and prints it. The previous one stays valid for a while.",
            mixinStandardHelpOptions = true)
    int rotate(
            @Parameters(paramLabel = "ID") String id,
            @Option(
                            names = "--overlap",
                            defaultValue = "PT24H",
                            converter = DurationConverter.class,
                            description =
                                    "how long the previous secret stays valid, ISO 8601 (default ${DEFAULT-VALUE})")
                    Duration overlap,
            @Mixin DatabaseOptions databaseOptions)
            throws IOException {
        var secret = SecretHash.generate();
        var now = clock.instant();
        return databaseOptions.use((database, tenant) -> {
            boolean known = database.withoutTenant(
                    tx -> MachineClientStore.rotate(tx, id, SecretHash.of(secret), now, now.plus(overlap)));
            return known ? print(secret) : unknown(id);
        });
    }

    @Command(
            name = "revoke",
            description = "Revokes a client. Its id cannot be used again.",
            mixinStandardHelpOptions = true)
    int revoke(@Parameters(paramLabel = "ID") String id, @Mixin DatabaseOptions databaseOptions) throws IOException {
        return databaseOptions.use((database, tenant) -> {
            boolean known = database.withoutTenant(tx -> MachineClientStore.revoke(tx, id, clock.instant()));
            return known ? print("revoked") : unknown(id);
        });
    }

    @Command(
            name = "list",
            description = "Lists the clients with their roles and scopes.",
            mixinStandardHelpOptions = true)
    int list(@Mixin DatabaseOptions databaseOptions) throws IOException {
        return databaseOptions.use((database, tenant) -> {
            clients(database)
                    .values()
                    .forEach(client -> print(client.id() + "  " + client.requestsPerSecond() + "/s  "
                            + client.grant().map(ClientCommand::shown).orElse("") + client.scopes()));
            return 0;
        });
    }

    private static String shown(MachineClient.Grant grant) {
        return grant.tenant() + grant.roles().stream().map(Role::code).sorted().toList() + "  ";
    }

    private static Map<String, MachineClient> clients(Database database) {
        return database.withoutTenant(MachineClientStore::all);
    }

    /** {@code PR:listCustomerBill,retrieveCustomerBill}; a business without operations means all of them. */
    private Map<String, Set<String>> scopes(List<String> businesses) {
        var scopes = new LinkedHashMap<String, Set<String>>();
        for (var business : businesses) {
            var parts = business.split(":", 2);
            var operations = new TreeSet<>(
                    parts.length == 1
                            ? Set.of(MachineClient.ANY_OPERATION)
                            : Set.copyOf(Arrays.asList(parts[1].split(",", -1))));
            for (var operation : operations) {
                if (!operation.equals(MachineClient.ANY_OPERATION)
                        && ChannelOperation.of(operation).isEmpty()) {
                    throw invalid("there is no operation '" + operation + "'");
                }
            }
            scopes.computeIfAbsent(country(parts[0]), id -> new TreeSet<>()).addAll(operations);
        }
        return scopes;
    }

    private Set<Role> roles(List<String> words) {
        return words.stream()
                .map(word -> Role.of(word)
                        .orElseThrow(() -> invalid("there is no role '" + word + "'; roles are "
                                + Stream.of(Role.values()).map(Role::code).collect(Collectors.joining(", ")))))
                .collect(Collectors.toSet());
    }

    private String country(String id) {
        return Optional.of(id.toUpperCase(Locale.ROOT))
                .filter(Set.of(Locale.getISOCountries())::contains)
                .orElseThrow(() -> invalid("'" + id + "' is not a country code"));
    }

    private static String read() throws IOException {
        var line = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8)).readLine();
        return Optional.ofNullable(line).orElse("");
    }

    private MachineClient checked(Supplier<MachineClient> made) {
        try {
            return made.get();
        } catch (IllegalArgumentException e) {
            throw invalid(String.valueOf(e.getMessage()));
        }
    }

    private ParameterException invalid(String reason) {
        return new ParameterException(spec.commandLine().getSubcommands().get("add"), reason);
    }

    private int print(String line) {
        spec.commandLine().getOut().println(line);
        return 0;
    }

    private int unknown(String id) {
        return refuse("there is no client " + id + ", or it was revoked");
    }

    private int refuse(String reason) {
        spec.commandLine().getErr().println("billwright: " + reason);
        return 1;
    }
}
