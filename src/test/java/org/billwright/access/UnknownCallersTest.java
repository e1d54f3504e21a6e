package org.billwright.access;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.billwright.api.Api;
import org.billwright.api.Store;
import org.billwright.api.StoreResource;
import org.billwright.api.TestClock;
import org.billwright.channel.TestChannels;
import org.billwright.machineclient.MachineClient;
import org.billwright.machineclient.MachineClientStore;
import org.billwright.machineclient.TestSecrets;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What callers with wrong credentials cost those with valid ones, all of the same address. */
@QuarkusTest
@QuarkusTestResource(StoreResource.class)
@TestProfile(ClosedServerProfile.class)
@Tag("server")
@Tag("slow")
class UnknownCallersTest {
    private static final int BAD = 35;
    private static final int ROUNDS = 3;
    private static final String CLIENT = "latecomer-";
    private static final String SECRET = "secret of a latecomer";

    /** Its pauses are not those of other tests. */
    private final HttpClient client = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .localAddress(address("127.0.0.9"))
            .build();

    private static InetAddress address(String text) {
        try {
            return InetAddress.getByName(text);
        } catch (UnknownHostException e) {
            throw new IllegalStateException(e);
        }
    }

    private HttpResponse<String> get(String url, String... headers) throws IOException, InterruptedException {
        return client.send(
                HttpRequest.newBuilder(URI.create(url)).headers(headers).build(),
                HttpResponse.BodyHandlers.ofString(StandardCharsets.UTF_8));
    }

    private int bills(String authorization) throws IOException, InterruptedException {
        return get(Api.v4() + "customerBill?limit=1", "Authorization", authorization)
                .statusCode();
    }

    private static String basic(String id, String secret) {
        return "Basic " + Base64.getEncoder().encodeToString((id + ":" + secret).getBytes(StandardCharsets.UTF_8));
    }

    private int lines() throws IOException, InterruptedException {
        return get(
                        Api.server() + "/dxp-ux/v1/PR/appliedCustomerBillingRate?billingAccount.id=8211990010032423"
                                + "&bill.id=77645H00004961",
                        "client_id",
                        TestChannels.CLIENT,
                        "client_secret",
                        TestChannels.SECRET,
                        "channelId",
                        "APP")
                .statusCode();
    }

    private static void addClients(int count) throws InterruptedException {
        var hash = TestSecrets.hash(SECRET);
        var grant = Optional.of(new MachineClient.Grant(Store.TENANT, Set.of(Role.READER)));
        for (int i = 0; i < count; i++) {
            var added = MachineClient.of(CLIENT + i, 1_000, Map.of(), grant, hash);
            assertThat((boolean) Store.database()
                            .withoutTenant(tx -> MachineClientStore.add(tx, added, new TestClock().instant())))
                    .isTrue();
        }
        Thread.sleep(500); // the server has read them
    }

    /** Each round has a token that the server has not seen, and a client whose secret it has not compared yet. */
    @Test
    void seventy_connections_of_wrong_credentials_refuse_no_valid_ones() throws Exception {
        addClients(ROUNDS + 1);
        assertThat(bills(basic(CLIENT + ROUNDS, SECRET))).isEqualTo(206);
        var bad = new ConcurrentHashMap<Integer, AtomicInteger>();
        var good = new ArrayList<Integer>();
        var stranger = TestIssuer.STRANGER.signed(claims -> claims.issuer(TestIssuer.TRUSTED.issuer()));
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var running = new ArrayList<Future<?>>();
            for (int i = 0; i < BAD; i++) {
                int number = i;
                running.add(threads.submit(() -> repeat(
                        bad,
                        n -> basic(
                                number % 2 == 0 ? CLIENT + ROUNDS : "nobody-" + number + "-" + n,
                                "a wrong secret " + n))));
                running.add(threads.submit(() -> repeat(bad, n -> "Bearer " + stranger)));
            }
            for (int i = 0; i < ROUNDS; i++) {
                good.add(bills("Bearer " + TestIssuer.ofRoles("reader", "round-" + i)));
                good.add(bills(basic(CLIENT + i, SECRET)));
                good.add(bills(basic(CLIENT + ROUNDS, SECRET)));
                good.add(lines());
                Thread.sleep(100);
            }
            running.forEach(attack -> attack.cancel(true));
        }
        assertThat(good).containsOnly(206, 200);
        assertThat(bad.keySet()).contains(401).isSubsetOf(401, 429);
        assertThat(metric("billwright_credentials_refused_total")).isGreaterThan(BAD);
        assertThat(entries()).contains("client:" + CLIENT + ROUNDS, "a bearer token");
    }

    private interface Credentials {
        String of(int number);
    }

    private Void repeat(Map<Integer, AtomicInteger> statuses, Credentials credentials) throws Exception {
        for (int n = 0; !Thread.currentThread().isInterrupted(); n++) {
            statuses.computeIfAbsent(bills(credentials.of(n)), status -> new AtomicInteger())
                    .incrementAndGet();
            Thread.sleep(50);
        }
        return null;
    }

    private static double metric(String name) {
        return Api.send(HttpRequest.newBuilder(URI.create(Api.server() + "/q/metrics")))
                .text()
                .lines()
                .filter(line -> line.startsWith(name))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
                .sum();
    }

    private static List<String> entries() throws InterruptedException {
        var found = List.<String>of();
        for (int i = 0; i < 200 && !found.contains("a bearer token"); i++) {
            Thread.sleep(50);
            found = Store.asOwner()
                    .withHandle(tx -> tx.createQuery("""
                            select distinct subject ->> 'id'
                            from audit_entry, json_array_elements(doc -> 'request') as request,
                                json_array_elements(request -> 'subject') as subject
                            where action = 'refuse' and caller = 'address:127.0.0.9'
                            """).mapTo(String.class).list());
        }
        return found;
    }
}
