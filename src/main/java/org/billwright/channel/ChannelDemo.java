package org.billwright.channel;

import java.time.Clock;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.billwright.json.Json;
import org.billwright.machineclient.MachineClient;
import org.billwright.machineclient.MachineClientStore;
import org.billwright.machineclient.SecretHash;
import org.billwright.store.Database;

/** A sample business, channel and client for the demo. */
public final class ChannelDemo {
    /** The business, in Puerto Rico. */
    public static final String BUSINESS = "PR";

    /** Its channel. */
    public static final String CHANNEL = "APP";

    /** The client, whose secret is public. */
    public static final String CLIENT = "demo-app";

    /** The client's secret. */
    public static final String SECRET = "demo-app-secret";

    private static final int REQUESTS_PER_SECOND = 10_000;

    private ChannelDemo() {}

    /** Adds them where they are missing. */
    public static void add(Database database, String tenant, Clock clock) {
        var business = Json.object()
                .put("id", BUSINESS)
                .put("tenant", tenant)
                .put("timeZone", "America/Puerto_Rico")
                .put("currency", "USD");
        var channel = business.putArray("channel").addObject().put("id", CHANNEL);
        var operations = channel.putArray("operation");
        for (var operation : ChannelOperation.values()) {
            operations.add(operation.code());
        }
        var scopes = Map.of(BUSINESS, Set.of(MachineClient.ANY_OPERATION));
        database.withoutTenant(tx -> {
            if (BusinessStore.documents(tx).isEmpty()) {
                BusinessStore.set(tx, business);
            }
            return MachineClientStore.add(
                    tx,
                    MachineClient.of(CLIENT, REQUESTS_PER_SECOND, scopes, Optional.empty(), SecretHash.of(SECRET)),
                    clock.instant());
        });
    }
}
