package org.billwright.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.billwright.cli.Commands.run;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.billwright.access.Caller;
import org.billwright.api.Store;
import org.billwright.audit.AuditAction;
import org.billwright.audit.AuditConfig;
import org.billwright.audit.AuditEvent;
import org.billwright.audit.AuditTrail;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** {@code billwright audit verify}: a trail that was cut off or emptied is found by what was kept outside of it. */
@Tag("slow")
@Timeout(60)
class AuditCommandTest {
    private static final String NAME = "audit_command";
    private static final String TENANT = "default";

    @RegisterExtension
    static final Commands COMMANDS = new Commands(NAME);

    @TempDir
    Path folder;

    private Path anchor = Path.of("");

    @BeforeEach
    void a_trail_of_two_seals_and_its_anchor() throws Exception {
        owner("truncate audit_entry, audit_seal");
        anchor = folder.resolve("anchor");
        for (int i = 1; i <= 2; i++) {
            record("bill-" + i);
            var config = new AuditConfig(true, Duration.ofMillis(20), 1_000, Optional.of(anchor));
            try (var trail = new AuditTrail(COMMANDS.database(), Clock.systemUTC(), config)) {
                trail.start();
                while (!Files.exists(anchor) || Files.readAllLines(anchor).size() < i) {
                    Thread.sleep(10);
                }
            }
        }
    }

    private static void record(String bill) {
        COMMANDS.database().inTransaction(TENANT, tx -> {
            AuditTrail.recordChange(
                    tx,
                    new AuditEvent(
                            Instant.EPOCH,
                            Caller.anyone(TENANT),
                            AuditAction.CHANGE,
                            "customerBill",
                            List.of(bill),
                            "test"));
            return bill;
        });
    }

    private static void owner(String... statements) {
        Store.asOwner(NAME).useTransaction(owner -> {
            owner.execute("set local session_replication_role = replica");
            for (var sql : statements) {
                owner.execute(sql);
            }
        });
    }

    private static Commands.Run verify(String... options) {
        var arguments = new ArrayList<>(List.of("verify"));
        arguments.addAll(List.of(options));
        return run(new AuditCommand(), arguments.toArray(String[]::new));
    }

    @Test
    void an_intact_trail_is_0_and_its_size_is_shown() {
        record("not sealed");
        var intact = verify("--anchor", anchor.toString());
        assertThat(intact.err()).isEmpty();
        assertThat(intact.exitCode()).isZero();
        assertThat(intact.out())
                .contains("2 seals over 2 entries are intact; the last is ")
                .contains("1 entries are not sealed yet");
    }

    @Test
    void a_tail_that_was_cut_off_is_found_by_an_anchor() {
        owner("delete from audit_seal where no = 2", "delete from audit_entry where doc::text like '%bill-2%'");
        assertThat(verify().exitCode()).as("it is consistent in itself").isZero();
        var damaged = verify("--anchor", anchor.toString());
        assertThat(damaged.exitCode()).isOne();
        assertThat(damaged.err()).contains("seal 2, which was noted elsewhere, is missing");
        assertThat(damaged.out()).isEmpty();
    }

    @Test
    void the_anchors_of_several_servers_are_checked_and_where_they_end_is_shown() throws Exception {
        var lines = Files.readAllLines(anchor);
        var first = Files.writeString(folder.resolve("first"), lines.getFirst() + "\n");
        var second = Files.writeString(folder.resolve("second"), lines.getLast() + "\n");
        var other = Files.writeString(folder.resolve("other"), "no seal of this tenant\n");

        assertThat(verify("--anchor", first.toString()).out()).contains("the anchors end at seal 1 of 2");
        var both = verify("--anchor", first.toString(), "--anchor", second.toString(), "--anchor", other.toString());
        assertThat(both.exitCode()).isZero();
        assertThat(both.out()).doesNotContain("the anchors end");
        var missing = verify("--anchor", folder.resolve("missing").toString());
        assertThat(missing.exitCode()).isEqualTo(2);
        assertThat(missing.err()).contains("missing cannot be read");

        owner("delete from audit_seal where no = 2", "delete from audit_entry where doc::text like '%bill-2%'");
        assertThat(verify("--anchor", first.toString()).exitCode()).isZero();
        assertThat(verify("--anchor", first.toString(), "--anchor", second.toString())
                        .exitCode())
                .isOne();
    }

    @Test
    void a_log_is_an_anchor_too_and_one_of_another_trail_is_not() throws Exception {
        var line = Files.readAllLines(anchor).getFirst();
        var log = Files.writeString(
                folder.resolve("log"),
                "{\"level\":\"INFO\",\"message\":\"something else\"}\n{\"message\":\""
                        + line.substring(line.indexOf("audit")) + "\"}\n");
        assertThat(verify("--anchor", log.toString()).exitCode()).isZero();
        var digit = Pattern.compile("(?<= is )[0-9a-f]");
        Files.writeString(
                log,
                digit.matcher(Files.readString(log))
                        .replaceAll(first -> first.group().equals("0") ? "1" : "0"));
        assertThat(verify("--anchor", log.toString()).err()).contains("seal 1 is another one");
        Files.writeString(log, "nothing");
        assertThat(verify("--anchor", log.toString()).err()).contains("has no seal of the tenant default");
    }

    @Test
    void an_emptied_trail_is_never_0() {
        owner("truncate audit_entry, audit_seal");
        var emptied = verify();
        assertThat(emptied.exitCode()).isOne();
        assertThat(emptied.err()).contains("there is no entry of any tenant, although numbers");
        assertThat(verify("--anchor", anchor.toString()).exitCode()).isOne();
        COMMANDS.database().inTransaction("other", tx -> {
            AuditTrail.recordChange(
                    tx,
                    new AuditEvent(
                            Instant.EPOCH, Caller.anyone("other"), AuditAction.CHANGE, "hub", List.of("x"), "test"));
            return tx;
        });
        var empty = verify();
        assertThat(empty.exitCode()).isEqualTo(4);
        assertThat(empty.err()).contains("the audit trail of default is empty");
        assertThat(verify("--anchor", anchor.toString()).err())
                .contains("seal 1, which was noted elsewhere, is missing");
    }
}
