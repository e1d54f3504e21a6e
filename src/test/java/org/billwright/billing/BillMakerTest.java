package org.billwright.billing;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.stream.IntStream;
import org.billwright.access.Caller;
import org.billwright.account.AccountStore;
import org.billwright.api.Documents;
import org.billwright.api.Store;
import org.billwright.json.Json;
import org.billwright.store.Database;
import org.jdbi.v3.core.Handle;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Bills of many accounts in one transaction, on a database of their own. */
class BillMakerTest {
    private static final String NAME = "bill_maker";
    private static final int ACCOUNTS = 300;
    private static final OffsetDateTime NOW = OffsetDateTime.parse("2026-06-17T12:00:00Z");

    private static Database database;

    @BeforeAll
    static void open() {
        database = Store.fresh(NAME);
    }

    @AfterAll
    static void close() {
        database.close();
    }

    private static List<BillMaker.Outcome> make(BillMaker bills, List<String> accounts) {
        return make(database, bills, accounts);
    }

    static List<BillMaker.Outcome> make(Database database, BillMaker bills, List<String> accounts) {
        var run = new BillMaker.Run(Store.TENANT, NOW, Caller.system("test", Store.TENANT), "test");
        return database.inTransaction(Store.TENANT, tx -> bills.make(tx, run, onDemand(tx, NOW, accounts)));
    }

    static List<BillingTerms> onDemand(Handle tx, OffsetDateTime at, List<String> accounts) {
        return AccountStore.lockAll(tx, Store.TENANT, accounts).stream()
                .map(account -> BillingTerms.onDemand(account, at))
                .toList();
    }

    private static String value(String sql) {
        return value(NAME, sql);
    }

    static String value(String database, String sql) {
        return Store.asOwner(database)
                .withHandle(owner -> owner.createQuery("select (" + sql + ")::text")
                        .mapTo(String.class)
                        .one());
    }

    private static List<ObjectNode> documents(String sql) {
        return Store.asOwner(NAME)
                .withHandle(owner -> owner.createQuery(sql)
                        .mapTo(String.class)
                        .map(Json::stored)
                        .list());
    }

    private static String account(String prefix, int number) {
        return String.format(Locale.ROOT, "%s%04d", prefix, number);
    }

    /** Random rates: fractions, credits, several taxes; one account has none and one a rate in another currency. */
    private static void load(String prefix) {
        var random = new Random(678);
        var documents = new ArrayList<String>();
        for (int i = 0; i < ACCOUNTS; i++) {
            var id = account(prefix, i);
            documents.add(Documents.account(id, "USD"));
            for (int rate = 0; i > 0 && rate < 1 + random.nextInt(8); rate++) {
                var price = String.format(Locale.ROOT, "%d.%04d", random.nextInt(50) - 5, random.nextInt(10_000));
                documents.add(Documents.rate(id + "-" + rate, id, i == 1 ? "EUR" : "USD", price));
            }
        }
        Documents.load(database, documents.toArray(String[]::new));
    }

    @Test
    void many_accounts_are_billed_at_once_as_each_would_be_alone() {
        load("A");
        load("B");
        var together = make(
                new BillMaker(database),
                IntStream.range(0, ACCOUNTS).mapToObj(i -> account("A", i)).toList());
        assertThat(together).hasSize(ACCOUNTS);
        assertThat(together.get(0)).isEqualTo(new BillMaker.Outcome.NothingToBill("A0000"));
        assertThat(together.get(1)).isInstanceOf(BillMaker.Outcome.Refused.class);
        assertThat(together.subList(2, ACCOUNTS)).allMatch(outcome -> outcome instanceof BillMaker.Outcome.Made);

        // alone, and without the memory for documents, which are read twice then
        for (int i = 0; i < ACCOUNTS; i++) {
            make(new BillMaker(database, 0), List.of(account("B", i)));
        }
        var amounts =
                "select json_build_object('taxes', doc -> 'taxItem', 'net', doc -> 'taxExcludedAmount', 'due', doc -> 'amountDue',"
                        + " 'period', doc -> 'billingPeriod')::text from customer_bill where billing_account_id like '%s%%' order by billing_account_id";
        assertThat(documents(amounts.formatted("A")))
                .isEqualTo(documents(amounts.formatted("B")))
                .hasSize(ACCOUNTS - 2);
        var lines =
                "select json_build_object('taxes', doc -> 'appliedTax', 'net', doc -> 'taxExcludedAmount', 'characteristic',"
                        + " doc -> 'characteristic')::text from applied_customer_billing_rate where billing_account_id like '%s%%' and bill_id is not null"
                        + " order by substr(id, 2)";
        assertThat(documents(lines.formatted("A")))
                .isEqualTo(documents(lines.formatted("B")))
                .isNotEmpty();

        assertThat(value("select count(*) from customer_bill b where tax_excluded <> (select sum(tax_excluded) from"
                        + " applied_customer_billing_rate r where r.tenant = b.tenant and r.bill_id = b.id)"))
                .isEqualTo("0");
        assertThat(value("select count(*) from event where type = 'CustomerBillCreateEvent'"))
                .isEqualTo(String.valueOf(2 * (ACCOUNTS - 2)));
        assertThat(value("select count(distinct bill_no) || ' ' || max(bill_no) from customer_bill where produced"))
                .as("without a gap")
                .isEqualTo("596 BW-0000000596");
        assertThat(make(new BillMaker(database), List.of(account("A", 7))))
                .containsExactly(new BillMaker.Outcome.NothingToBill("A0007"));
        importedNumbersRaiseTheSeries();
    }

    /** A number of another system that looks like one of the series is not used again; the series continues behind it. */
    private static void importedNumbersRaiseTheSeries() {
        Documents.load(database, """
                {"@type":"CustomerBill","id":"imported","billNo":"BW-0000002000","state":"sent","billDate":"2026-01-31T00:00:00Z",
                 "billingAccount":{"id":"A0002"}}""", Documents.rate("late", "A0002", "USD", "1.00"));
        make(new BillMaker(database), List.of("A0002"));
        assertThat(value("select max(bill_no) from customer_bill where produced"))
                .isEqualTo("BW-0000002001");
        assertThat(value("select last_no from bill_number_series")).isEqualTo("2001");
    }
}
