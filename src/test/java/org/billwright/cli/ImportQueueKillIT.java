package org.billwright.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Random;
import java.util.function.BooleanSupplier;
import org.billwright.api.Api;
import org.billwright.api.Store;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Imports over HTTP, whose server is killed: what was accepted comes to the same end as if nothing had happened, what was
 * not leaves nothing. Rounds: -Dimport.kill.rounds=10 for as many as one likes.
 */
class ImportQueueKillIT {
    private static final int ROUNDS = Integer.getInteger("import.kill.rounds", 3);
    private static final int BILLS = 14_000;
    private static final int RATES_OF_A_BILL = 4;
    private static final int BAD_EVERY = 997;
    private static final int DOCUMENT_EVERY = 200;
    private static final int LINES = BILLS * (1 + RATES_OF_A_BILL) + BILLS / DOCUMENT_EVERY + 1;
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final String JOB =
            "select concat_ws(' ', state, loaded, unchanged, rejected, warnings) from import_job";

    @TempDir
    Path folder;

    private final Random random = new Random(678);
    private final List<Process> started = new ArrayList<>();

    @AfterEach
    void end() throws InterruptedException {
        for (var process : started) {
            process.destroyForcibly().waitFor();
        }
    }

    private Process start(PackagedServer server, String database) throws IOException, InterruptedException {
        var process = server.start(
                "BILLWRIGHT_IMPORTS_FOLDER", folder.resolve(database).toString());
        started.add(process);
        return process;
    }

    private static void kill(Process server) throws InterruptedException {
        server.destroyForcibly().waitFor();
    }

    private static String imports(PackagedServer server) {
        return URI.create(server.v4()).resolve("/operations/v1/import").toString();
    }

    private static String post(PackagedServer server, byte[] body) {
        var answer = Api.send(HttpRequest.newBuilder(URI.create(imports(server)))
                .header("Content-Type", "application/x-ndjson")
                .POST(HttpRequest.BodyPublishers.ofByteArray(body)));
        assertThat(answer.status()).as(answer.text()).isEqualTo(202);
        return answer.json().path("id").textValue();
    }

    @Test
    void an_import_that_was_accepted_ends_as_if_its_server_had_never_been_killed() throws Exception {
        var body = body();
        try (var undisturbed = Store.fresh("queue_whole");
                var killed = Store.fresh("queue_killed")) {
            assertThat(undisturbed).isNotEqualTo(killed);
            var whole = new PackagedServer("queue_whole");
            start(whole, "queue_whole");
            var expected = ended(whole, "queue_whole", post(whole, body));
            assertThat(text("queue_whole", JOB)).startsWith("done");

            var disturbed = new PackagedServer("queue_killed");
            var server = start(disturbed, "queue_killed");
            int interrupted = 0;
            int calls = 0;
            var id = post(disturbed, body);
            while (interrupted < ROUNDS) {
                assertThat(calls++).as("tries in which a kill came in time").isLessThan(20 * ROUNDS);
                awaitProgress();
                Thread.sleep(random.nextInt(250));
                kill(server);
                boolean running = text("queue_killed", JOB).startsWith("running");
                interrupted += running ? 1 : 0;
                if (!running) {
                    empty();
                }
                server = start(disturbed, "queue_killed");
                id = running ? id : post(disturbed, body);
            }
            var rejects = ended(disturbed, "queue_killed", id);

            assertThat(contents("queue_killed")).isEqualTo(contents("queue_whole"));
            assertThat(rejects).hasSize(BILLS / BAD_EVERY * 5 + 6).containsExactlyInAnyOrderElementsOf(expected);
            await("the body is taken away", () -> files("queue_killed", ".body").isEmpty());
        }
    }

    @Test
    void an_incomplete_upload_leaves_nothing() throws Exception {
        try (var database = Store.fresh("queue_spooled")) {
            assertThat(database).isNotNull();
            var packaged = new PackagedServer("queue_spooled");
            var server = start(packaged, "queue_spooled");
            try (var socket = begun(packaged, 8_000_000)) {
                socket.getOutputStream().write(new byte[3_000_000]);
                socket.getOutputStream().flush();
                await(
                        "a part is on the disk",
                        () -> files("queue_spooled", ".part").stream().anyMatch(ImportQueueKillIT::isNotEmpty));
                kill(server);
            }
            assertThat(files("queue_spooled", ".part")).isNotEmpty();
            assertThat(text("queue_spooled", "select count(*) from import_job")).isEqualTo("0");

            start(packaged, "queue_spooled");
            assertThat(files("queue_spooled", ".part")).isEmpty();
            try (var socket = begun(packaged, 8_000_000)) {
                socket.getOutputStream().write(new byte[3_000_000]);
            }
            await(
                    "what a client broke off is taken away",
                    () -> files("queue_spooled", ".part").isEmpty());
            assertThat(text("queue_spooled", "select count(*) from import_job")).isEqualTo("0");
        }
    }

    @Test
    void a_cancelled_import_stays_cancelled() throws Exception {
        try (var database = Store.fresh("queue_cancelled")) {
            assertThat(database).isNotNull();
            var packaged = new PackagedServer("queue_cancelled");
            var server = start(packaged, "queue_cancelled");
            var running = post(packaged, body());
            var waiting = post(packaged, body());
            await(
                    "it has begun",
                    () -> !text("queue_cancelled", "select max(line_no)::text from import_job")
                            .equals("0"));
            for (var id : List.of(waiting, running)) {
                assertThat(Api.withBody("DELETE", imports(packaged) + "/" + id, "")
                                .status())
                        .isEqualTo(204);
            }
            kill(server);
            var state = text("queue_cancelled", "select string_agg(line_no::text, ' ' order by id) from import_job");

            start(packaged, "queue_cancelled");
            await(
                    "their bodies are taken away",
                    () -> files("queue_cancelled", ".body").isEmpty());
            assertThat(text("queue_cancelled", "select string_agg(distinct state, ' ') from import_job"))
                    .isEqualTo("cancelled");
            assertThat(text("queue_cancelled", "select string_agg(line_no::text, ' ' order by id) from import_job"))
                    .isEqualTo(state);
            assertThat(text("queue_cancelled", "select count(*) from import_deferred_line"))
                    .isEqualTo("0");
        }
    }

    @Test
    void another_server_with_the_same_folder_resumes_it() throws Exception {
        try (var database = Store.fresh("queue_shared")) {
            assertThat(database).isNotNull();
            var first = new PackagedServer("queue_shared");
            var second = new PackagedServer("queue_shared");
            var server = start(first, "queue_shared");
            var body = body();
            try (var socket = begun(first, body.length)) {
                socket.getOutputStream().write(body, 0, 1_000_000);
                socket.getOutputStream().flush();
                await(
                        "a part is on the disk",
                        () -> files("queue_shared", ".part").stream().anyMatch(ImportQueueKillIT::isNotEmpty));
                start(second, "queue_shared");
                socket.getOutputStream().write(body, 1_000_000, body.length - 1_000_000);
                socket.getOutputStream().flush();
                await("it is accepted", () -> !text("queue_shared", JOB).equals("none"));
            }
            await(
                    "it has begun",
                    () -> !text("queue_shared", "select line_no::text from import_job")
                            .equals("0"));
            kill(server);
            var rejects = ended(second, "queue_shared", text("queue_shared", "select id from import_job"));
            int refused = BILLS / BAD_EVERY * 5 + 6;
            assertThat(text("queue_shared", JOB)).isEqualTo("done " + (LINES - refused) + " 0 " + refused + " 0");
            assertThat(rejects).hasSize(refused).doesNotHaveDuplicates();
        }
    }

    private static Socket begun(PackagedServer server, int length) throws IOException {
        var uri = URI.create(server.v4());
        var socket = new Socket(uri.getHost(), uri.getPort());
        socket.getOutputStream()
                .write(
                        ("POST /operations/v1/import HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/x-ndjson\r\n"
                                        + "Content-Length: " + length + "\r\n\r\n")
                                .getBytes(StandardCharsets.US_ASCII));
        return socket;
    }

    private static boolean isNotEmpty(Path file) {
        try {
            return Files.size(file) > 0;
        } catch (IOException gone) {
            return false;
        }
    }

    private List<Path> files(String database, String ending) {
        try (var files = Files.walk(folder.resolve(database))) {
            return files.filter(file -> file.toString().endsWith(ending)).toList();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static void await(String what, BooleanSupplier isSo) throws InterruptedException {
        var deadline = Instant.now().plus(PATIENCE);
        while (!isSo.getAsBoolean()) {
            assertThat(Instant.now()).as(what).isBefore(deadline);
            Thread.sleep(20);
        }
    }

    private static void awaitProgress() throws InterruptedException {
        var before = text("queue_killed", JOB);
        await("it goes on", () -> !text("queue_killed", JOB).equals(before) || !before.matches("(waiting|running).*"));
    }

    /** Gives the refused lines, each with where it was and why it was refused. */
    private static List<String> ended(PackagedServer server, String database, String id) throws InterruptedException {
        for (var before = text(database, JOB); before.matches("(waiting|running).*"); before = text(database, JOB)) {
            var seen = before;
            await("it goes on from " + seen, () -> !text(database, JOB).equals(seen));
        }
        return Api.get(imports(server) + "/" + id + "/rejects").text().lines().toList();
    }

    private static void empty() {
        Store.asOwner("queue_killed")
                .useHandle(handle ->
                        handle.execute("truncate customer_bill, applied_customer_billing_rate, customer_bill_on_demand,"
                                + " related_party, bill_document_content, import_job, import_deferred_line, import_bill,"
                                + " import_missing_account cascade"));
    }

    /** Bills, their rates, some of them before their bills, and some documents before theirs; bad lines of each. */
    private static byte[] body() {
        var bills = new ArrayList<String>();
        var rest = new ArrayList<String>();
        for (int i = 0; i < BILLS; i++) {
            bills.add(i % BAD_EVERY == 5 ? "bad bill " + i : """
                    {"@type":"CustomerBill","id":"B-%d","state":"sent","billDate":"2026-01-31T00:00:00Z","billingAccount":{"id":"A"},\
                    "taxExcludedAmount":{"unit":"USD","value":4.00},"amountDue":{"unit":"USD","value":4.00}}""".formatted(i));
            for (int r = 0; r < RATES_OF_A_BILL; r++) {
                rest.add("""
                        {"@type":"AppliedCustomerBillingRate","id":"R-%d-%d","bill":{"id":"B-%d"},"taxExcludedAmount":{"unit":"USD","value":1.00}}""".formatted(i, r, i));
            }
            if (i % DOCUMENT_EVERY == 0) {
                rest.add("""
                        {"@type":"BillDocument","id":"d","bill":{"id":"B-%d"},"content":"%s"}""".formatted(i, pdf(i)));
            }
        }
        var lines = new ArrayList<>(rest.subList(0, 9_000));
        lines.add(
                "{\"@type\":\"BillDocument\",\"id\":\"d\",\"bill\":{\"id\":\"never\"},\"content\":\"" + pdf(0) + "\"}");
        lines.addAll(bills);
        lines.addAll(rest.subList(9_000, rest.size()));
        return (String.join("\n", lines) + "\n").getBytes(StandardCharsets.UTF_8);
    }

    private static String pdf(int number) {
        var content = "%PDF-1.7 " + number + "x".repeat(30_000);
        return Base64.getEncoder().encodeToString(content.getBytes(StandardCharsets.US_ASCII));
    }

    private static String text(String database, String sql) {
        return Store.asOwner(database)
                .withHandle(handle ->
                        handle.createQuery(sql).mapTo(String.class).findOne().orElse("none"));
    }

    /** Everything that a client could see, but for the times at which documents were listed by their bills. */
    private static List<String> contents(String database) {
        return Store.asOwner(database)
                .withHandle(
                        handle -> handle.createQuery("""
                        select id || ' ' || revision || ' ' || regexp_replace(doc::text, '"lastUpdate":"[^"]*"', '') from customer_bill
                        union all select id || ' ' || revision || ' ' || doc::text from applied_customer_billing_rate
                        union all select bill_id || ' ' || revision || ' ' || sha256 from bill_document_content
                        union all select concat_ws(' ', state, loaded, unchanged, rejected, warnings) from import_job
                        order by 1
                        """).mapTo(String.class).list());
    }
}
