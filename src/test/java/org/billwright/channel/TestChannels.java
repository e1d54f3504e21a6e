package org.billwright.channel;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.billwright.api.TestClock;
import org.billwright.json.Json;
import org.billwright.machineclient.MachineClient;
import org.billwright.machineclient.MachineClientStore;
import org.billwright.machineclient.TestSecrets;
import org.billwright.store.Database;

/** Businesses of all sorts, and clients for them. */
public final class TestChannels {
    public static final String CLIENT = "test-app";
    public static final String SECRET = "test-app's secret";

    private static final String ALL = """
            "operation":["listAppliedCustomerBillingRate","listCustomerBill","retrieveCustomerBill"]""";

    /** In the store: one that differs in all from the demo's, and one that shows sent bills only. */
    private static final String[] IN_STORE = {"""
        {"id":"JM","tenant":"PR","timeZone":"America/Jamaica","currency":"JMD","channel":[{"id":"WEB"}],
         "requiredHeader":["X-Correlation-ID"],"dateForm":"dotted","lineType":["SVC","PKG","SCH","TOP"],
         "windowMonths":12,"strictLob":true}""", """
        {"id":"GD","tenant":"PR","timeZone":"America/Grenada","currency":"XCD","channel":[{"id":"APP",%s}],
         "billState":["sent","settled"],"windowMonths":120}""".formatted(ALL), """
        {"id":"TT","tenant":"another tenant","timeZone":"America/Port_of_Spain","currency":"TTD",
         "channel":[{"id":"APP",%s}]}""".formatted(ALL)};

    /** In a file: those whose bills are elsewhere. */
    private static final String IN_FILE = """
            [{"id":"PA","timeZone":"America/Panama","currency":"USD","channel":[{"id":"APP",%s}],"source":"self",
              "sourceByLob":{"PREPAID":"recorded-v5","POSTPAID":"self-v5"}},
             {"id":"CR","timeZone":"America/Costa_Rica","currency":"USD","channel":[{"id":"APP",%s}],"source":"recorded"},
             {"id":"DO","timeZone":"America/Santo_Domingo","currency":"USD","channel":[{"id":"APP",%s}],"source":"fragile"},
             {"id":"BB","timeZone":"America/Barbados","currency":"USD","channel":[{"id":"APP",%s}],"source":"nobody"}]
            """.formatted(ALL, ALL, ALL, ALL);

    private TestChannels() {}

    /** Adds those of the store, and the clients. */
    public static void add(Database database, String tenant) {
        ChannelDemo.add(database, tenant, new TestClock());
        var everywhere = Set.of(MachineClient.ANY_OPERATION);
        var scopes = Map.of(
                "PR",
                everywhere,
                "JM",
                everywhere,
                "GD",
                everywhere,
                "TT",
                everywhere,
                "PA",
                everywhere,
                "CR",
                everywhere,
                "DO",
                everywhere,
                "BB",
                everywhere);
        database.withoutTenant(tx -> {
            for (var business : IN_STORE) {
                BusinessStore.set(tx, Json.stored(business));
            }
            return MachineClientStore.add(
                    tx,
                    MachineClient.of(CLIENT, 10_000, scopes, Optional.empty(), TestSecrets.hash(SECRET)),
                    new TestClock().instant());
        });
    }

    /** Settings of the server under test. */
    public static Map<String, String> settings(int ownPort) {
        try {
            var file = Files.createTempFile("businesses", ".json");
            Files.writeString(file, IN_FILE);
            file.toFile().deleteOnExit();
            return settings(ownPort, file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Map<String, String> settings(int ownPort, Path businesses) {
        var recorded = "http://127.0.0.1:" + RecordedServer.port() + "/tmf";
        var source = "billwright.channel.sources.";
        return Map.ofEntries(
                Map.entry("billwright.channel.businesses", businesses.toString()),
                Map.entry("billwright.channel.refresh", "50ms"),
                Map.entry(source + "self.url", "http://127.0.0.1:" + ownPort + "/tmf-api/customerBillManagement/v4/"),
                Map.entry(source + "self.page-size", "2"),
                Map.entry(source + "self-v5.url", "http://127.0.0.1:" + ownPort + "/tmf-api/customerBillManagement/v5"),
                Map.entry(source + "self-v5.version", "5"),
                Map.entry(source + "recorded.url", recorded),
                Map.entry(source + "recorded.timeout", "300ms"),
                Map.entry(source + "recorded.failure-threshold", "100000"),
                Map.entry(source + "recorded.authorization", "Bearer of-the-channel"),
                Map.entry(source + "recorded-v5.url", recorded),
                Map.entry(source + "recorded-v5.version", "5"),
                Map.entry(source + "fragile.url", recorded),
                Map.entry(source + "fragile.timeout", "300ms"),
                Map.entry(source + "fragile.attempts", "1"),
                Map.entry(source + "fragile.failure-threshold", "3"),
                Map.entry(source + "fragile.open-duration", "700ms"),
                Map.entry(source + "nobody.url", "http://127.0.0.1:9/tmf"),
                Map.entry(source + "nobody.failure-threshold", "100000"));
    }
}
