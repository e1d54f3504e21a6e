package org.billwright.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.billwright.cli.Commands.run;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.billwright.account.AccountStore;
import org.billwright.api.Documents;
import org.billwright.api.Store;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** The command account, on a database of its own. */
class AccountCommandTest {
    private static final String NAME = "account_commands";

    @RegisterExtension
    static final Commands COMMANDS = new Commands(NAME);

    @BeforeAll
    static void accounts() {
        Documents.load(
                COMMANDS.database(),
                Documents.account("A-1", "USD"),
                Documents.account("A-2", "USD").replace("\"currency\"", "\"state\":\"suspended\",\"currency\""),
                Documents.account("A-3", "USD"),
                Documents.account("A-4", "USD"),
                Documents.account("A-5", "JMD"),
                Documents.rate("R-4", "A-4", "USD", "1.00"));
    }

    private static Commands.Run account(String... arguments) {
        var all = new String[arguments.length + 2];
        System.arraycopy(arguments, 0, all, 0, arguments.length);
        all[arguments.length] = "--tenant";
        all[arguments.length + 1] = Store.TENANT;
        return run(new AccountCommand(), all);
    }

    private static long entries(String action, String id) {
        return Store.asOwner(NAME)
                .withHandle(owner -> owner.createQuery(
                                "select count(*) from audit_entry where resource = 'billingAccount'"
                                        + " and action = :action and caller like 'billwright:account by %' and doc::text like :id")
                        .bind("action", action)
                        .bind("id", "%\"" + id + "\"%")
                        .mapTo(Long.class)
                        .one());
    }

    @Test
    void an_account_is_held_and_released() {
        assertThat(account("hold", "A-3", "--reason", "dispute", "--until", "2999-01-01T00:00:00Z")
                        .out())
                .isEqualTo("changed" + System.lineSeparator());
        assertThat(account("list", "--held").out())
                .contains("A-3  active  USD  -  Test A-3  on hold until 2999-01-01T00:00:00.000Z: dispute")
                .doesNotContain("A-2");
        assertThat(account("hold", "A-3", "--reason", "fraud").exitCode()).isZero();
        assertThat(account("show", "A-3").out()).contains("\"hold\":{\"reason\":\"fraud\"}");
        assertThat(account("release", "A-3").out()).startsWith("changed");
        assertThat(account("release", "A-3").out()).startsWith("unchanged");
        assertThat(account("list", "--held").out()).doesNotContain("A-3");
        assertThat(entries("change", "A-3")).isEqualTo(3);
        assertThat(entries("read", "A-3")).isEqualTo(1);
    }

    @Test
    void the_balance_of_an_account_is_printed_and_recorded() {
        assertThat(account("balance", "A-4").out())
                .contains("\"accountBalance\":[{\"amount\":{\"unit\":\"USD\",\"value\":0.00}")
                .contains("\"openItemCount\":0");
        assertThat(entries("read", "A-4")).isEqualTo(1);
        assertThat(account("balance", "nobody").exitCode()).isNotZero();
    }

    @Test
    void accounts_are_listed_by_what_they_are() {
        assertThat(account("list", "--state", "Suspended").out())
                .isEqualTo("A-2  suspended  USD  -  Test A-2" + System.lineSeparator());
        assertThat(account("list", "--party", "party-A-5").out().lines()).hasSize(1);
        assertThat(account("list", "--cycle", "none").out()).isEmpty();
        var first = account("list", "--limit", "2");
        assertThat(first.out().lines()).hasSize(2);
        assertThat(first.err()).contains("there are more");
        assertThat(entries("list", "A-5")).isPositive();
        assertThat(run(new AccountCommand(), "list", "--tenant", "another").out())
                .isEmpty();
    }

    @Test
    void an_account_with_unbilled_rates_is_closed_by_force_only() {
        var refused = account("close", "A-4");
        assertThat(refused.exitCode()).isOne();
        assertThat(refused.err()).contains("'A-4' has unbilled rates", "--force");
        assertThat(account("close", "A-4", "--force").exitCode()).isZero();
        assertThat(account("close", "A-1").exitCode()).isZero();
        var closed = COMMANDS.database()
                .inTransaction(Store.TENANT, tx -> AccountStore.lock(tx, Store.TENANT, "A-1"))
                .orElseThrow();
        assertThat(closed.state()).isEqualTo("closed");
    }

    @Test
    void what_cannot_be_done_says_why() {
        assertThat(account("show", "nobody").err()).contains("no billingAccount has the id 'nobody'");
        assertThat(account("hold", "nobody", "--reason", "x").exitCode()).isOne();
        assertThat(account("hold", "A-5", "--reason", " ").err())
                .contains("hold.reason must be a text that is not blank");
        assertThat(account("hold", "A-5").exitCode()).isEqualTo(2);
        assertThat(account("hold", "A-5", "--reason", "x", "--until", "2020-01-01T00:00:00Z")
                        .err())
                .contains("--until must be in the future");
        assertThat(account("list", "--state", "asleep").err()).contains("must be one of pending, active");
        assertThat(account("list", "--limit", "0").exitCode()).isEqualTo(2);
    }

    @Test
    void an_issuer_that_is_shown_can_be_set(@TempDir Path folder) throws IOException {
        assertThat(run(new IssuerCommand(), "show", "--tenant", "I-1").err()).contains("no issuer has the id 'I-1'");
        var file = folder.resolve("issuer.json");
        Files.writeString(file, "{\"legalName\":\"x\",\"postalAddress\":{\"city\":\"x\"}}");
        var refused = run(new IssuerCommand(), "set", file.toString(), "--tenant", "I-1");
        assertThat(refused.exitCode()).isOne();
        assertThat(refused.err()).contains("'postalAddress.country' is required");
        Files.writeString(file, "{\"legalName\":\"x\",\"postalAddress\":{\"city\":\"x\",\"country\":\"PR\"}}");
        assertThat(run(new IssuerCommand(), "set", file.toString(), "--tenant", "I-1")
                        .out())
                .startsWith("added");
        Files.writeString(
                file, run(new IssuerCommand(), "show", "--tenant", "I-1").out());
        assertThat(run(new IssuerCommand(), "set", file.toString(), "--tenant", "I-2")
                        .out())
                .startsWith("added");
        assertThat(run(new IssuerCommand(), "set", file.toString(), "--tenant", "I-2")
                        .out())
                .startsWith("replaced");
        assertThat(run(new IssuerCommand(), "show", "--tenant", "I-2").out()).contains("\"legalName\":\"x\"");
        long recorded = Store.asOwner(NAME)
                .withHandle(owner -> owner.createQuery("select count(*) from audit_entry where resource = 'issuer'")
                        .mapTo(Long.class)
                        .one());
        assertThat(recorded).isEqualTo(3);
    }

    @Test
    void what_is_overdue_is_printed_as_json_and_csv() {
        Documents.load(COMMANDS.database(), """
                {"@type":"CustomerBill","id":"B-OD","billNo":"7,8","state":"sent","billDate":"2026-01-01T00:00:00Z",
                 "paymentDueDate":"2026-01-15T00:00:00Z","billingAccount":{"id":"A-5"},
                 "amountDue":{"unit":"JMD","value":10.50},"remainingAmount":{"unit":"JMD","value":10.50}}""");
        assertThat(account("overdue").out())
                .contains("\"id\":\"B-OD\"", "\"overdueAmount\":{\"unit\":\"JMD\",\"value\":10.50}");
        assertThat(account("overdue", "--format", "csv").out().lines())
                .hasSize(2)
                .first()
                .asString()
                .startsWith("id,billNo,billingAccount.id,paymentDueDate,daysOverdue");
        assertThat(account("overdue", "--format", "CSV").out()).contains("B-OD,\"7,8\",A-5,2026-01-15T00:00:00.000Z,");
    }
}
