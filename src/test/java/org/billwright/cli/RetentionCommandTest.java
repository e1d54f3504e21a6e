package org.billwright.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.billwright.cli.Commands.run;

import java.util.List;
import org.billwright.api.Documents;
import org.billwright.api.Store;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The command retention, on a database of its own. Its clock is that of the machine. */
class RetentionCommandTest {
    private static final String NAME = "retention_commands";

    @RegisterExtension
    static final Commands COMMANDS = new Commands(NAME);

    @BeforeAll
    static void bills() {
        Documents.load(
                COMMANDS.database(),
                Documents.account("RC", "USD"),
                bill("RC-1", "2010-05-01T00:00:00Z"),
                bill("RC-2", "2011-05-01T00:00:00Z"));
    }

    private static String bill(String id, String date) {
        return """
                {"@type":"CustomerBill","id":"%s","billNo":"%s","state":"settled","billDate":"%s","billingAccount":{"id":"RC"},
                "amountDue":{"unit":"USD","value":12.00},"remainingAmount":{"unit":"USD","value":0.00},
                "appliedPayment":[{"appliedAmount":{"unit":"USD","value":12.00},"payment":{"id":"pay-%s"}}]}""".formatted(id, id, date, id);
    }

    private static Commands.Run retention(String... arguments) {
        var all = new String[arguments.length + 2];
        System.arraycopy(arguments, 0, all, 0, arguments.length);
        all[arguments.length] = "--tenant";
        all[arguments.length + 1] = Store.TENANT;
        return run(new RetentionCommand(), all);
    }

    private static List<String> list(String sql) {
        return Store.asOwner(NAME)
                .withHandle(owner -> owner.createQuery(sql).mapTo(String.class).list());
    }

    @Test
    void periods_are_set_and_shown_and_bills_deleted_once_that_is_wanted() {
        assertThat(retention("show").out().strip())
                .startsWith(
                        "{\"@type\":\"Retention\",\"deletesBills\":false,\"effective\":{\"bills\":{\"period\":\"P10Y\"");
        var wrong = retention("set", "--bill-years", "0");
        assertThat(wrong.exitCode()).isEqualTo(1);
        assertThat(wrong.err()).contains("'billYears' must be a whole number from 1 to 100");
        assertThat(retention("set", "--event-days", "soon").exitCode()).isEqualTo(1);

        assertThat(retention("apply", "--dry-run").out())
                .isEqualTo(
                        "would be deleted: 1\n  2010: 1\nkept though their period is over: 1\n  the last bill of its account: 1\n");
        var unwanted = retention("apply");
        assertThat(unwanted.exitCode()).isEqualTo(1);
        assertThat(unwanted.err()).contains("the tenant keeps its bills");
        assertThat(list("select id from customer_bill order by id")).containsExactly("RC-1", "RC-2");

        var set = retention("set", "--bill-years", "9", "--deletes-bills", "true");
        assertThat(set.exitCode()).as(set.err()).isZero();
        assertThat(set.out())
                .contains("\"billYears\":9,\"deletesBills\":true", "\"period\":\"P9Y\",\"source\":\"tenant\"");
        assertThat(retention("set", "--bill-years", "server").out()).doesNotContain("billYears");
        assertThat(retention("apply").out()).startsWith("deleted: 1\n  2010: 1\n");
        assertThat(list("select id from customer_bill order by id")).containsExactly("RC-2");
        assertThat(list("select resource || ' ' || action || ' ' || count(*) from audit_entry"
                        + " where caller like 'billwright:retention by %' group by resource, action order by 1"))
                .containsExactly("customerBill delete 1", "retention change 2");
    }
}
