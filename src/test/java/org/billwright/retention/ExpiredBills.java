package org.billwright.retention;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.billwright.access.Caller;
import org.billwright.api.Store;
import org.billwright.imports.job.Import;
import org.billwright.imports.job.ImportSource;
import org.billwright.json.Json;
import org.billwright.ledger.Books;
import org.billwright.proof.Finding;
import org.billwright.proof.Verification;
import org.billwright.store.Database;
import org.jdbi.v3.core.Jdbi;

/** A database with imported bills, for tests of their retention. */
final class ExpiredBills implements AutoCloseable {
    static final RetentionDefaults DEFAULTS = new RetentionDefaults(10, Duration.ofDays(7), Duration.ofDays(30));

    private final Database database;
    private final Jdbi owner;

    ExpiredBills(String name) {
        this.database = Store.fresh(name);
        this.owner = Store.asOwner(name);
    }

    Database database() {
        return database;
    }

    Jdbi owner() {
        return owner;
    }

    static String account(String id) {
        return "{'@type':'BillingAccount','id':'" + id + "','currency':'USD','timeZone':'UTC'}";
    }

    /** A bill of 12.00 that is paid in full, at its date. */
    static String paid(String id, String account, String date, String payment, String amount) {
        return "{'@type':'CustomerBill','id':'" + id + "','billNo':'" + id + "','state':'settled','billDate':'" + date
                + "','billingAccount':{'id':'" + account + "'},'amountDue':{'unit':'USD','value':" + amount
                + "},'remainingAmount':{'unit':'USD','value':0.00},'relatedParty':[{'id':'a-" + account
                + "','@referredType':'Individual'},{'id':'b-" + account
                + "','@referredType':'Individual'}],'appliedPayment':[{'appliedAmount':{'unit':'USD','value':" + amount
                + "},'payment':{'id':'" + payment + "'}}]}";
    }

    /** The same with a payment of its own. */
    static String paid(String id, String account, String date) {
        return paid(id, account, date, "pay-" + id, "12.00");
    }

    /** A bill of 12.00 that is not paid. */
    static String sent(String id, String account, String date) {
        return "{'@type':'CustomerBill','id':'" + id + "','billNo':'" + id + "','state':'sent','billDate':'" + date
                + "','billingAccount':{'id':'" + account
                + "'},'amountDue':{'unit':'USD','value':12.00},'remainingAmount':{'unit':'USD','value':12.00}}";
    }

    void load(String tenant, String... documents) {
        load(tenant, List.of(documents));
    }

    void load(String tenant, List<String> documents) {
        var source = ImportSource.of("test", documents.stream().map(text -> Json.stored(text.replace('\'', '"'))));
        Import.loadAll(database, tenant, Clock.systemUTC(), source, Optional.empty());
    }

    void set(String tenant, String members) {
        database.inTransaction(
                tenant,
                tx -> new RetentionPatch(Json.stored(members.replace('\'', '"'))).apply(tx, tenant, revision -> {}));
    }

    /** Retention at noon of a day. */
    BillRetention at(String day) {
        return new BillRetention(database, Clock.fixed(Instant.parse(day + "T12:00:00Z"), ZoneOffset.UTC), DEFAULTS);
    }

    RetentionReport apply(String tenant, String day) {
        return at(day).apply(Caller.system("retention", tenant), () -> true);
    }

    List<String> bills(String tenant) {
        return list("select id from customer_bill where tenant = '" + tenant + "' order by id");
    }

    List<String> list(String sql) {
        return owner.withHandle(
                handle -> handle.createQuery(sql).mapTo(String.class).list());
    }

    /** The balance of each account and currency. */
    List<String> balances() {
        return list(
                "select tenant || ' ' || account_id || ' ' || currency || ' ' || sum(amount)::numeric(20, 2) from ledger_entry"
                        + " group by tenant, account_id, currency having sum(amount) <> 0 order by 1");
    }

    /** Verifies all bills and ledgers of a tenant, and all books. */
    void isRight(String tenant) {
        var found = new ArrayList<String>();
        new Verification(database, tenant, new Verification.Listener() {
                    @Override
                    public void found(Verification.Subject of, Finding finding) {
                        found.add(of.text() + ": " + finding);
                    }

                    @Override
                    public void progress(Verification.Counts counts) {}
                })
                .ofAll();
        assertThat(found).isEmpty();
        Books.areRight(owner);
    }

    @Override
    public void close() {
        database.close();
    }
}
