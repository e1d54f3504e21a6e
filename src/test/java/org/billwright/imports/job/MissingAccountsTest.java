package org.billwright.imports.job;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.billwright.api.Store;
import org.billwright.imports.apply.AccountCheck;
import org.billwright.imports.check.CheckMode;
import org.billwright.store.Database;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Bills and unbilled rates of an import on billing accounts that do not exist. */
class MissingAccountsTest {
    private static final Database DATABASE = Store.fresh("missing_accounts");

    @TempDir
    Path folder;

    private Imports imports = new Imports(DATABASE, Path.of("."));

    @BeforeEach
    void begin() {
        imports = new Imports(DATABASE, folder);
    }

    @AfterAll
    static void close() {
        DATABASE.close();
    }

    private static String account(String id) {
        return "{\"@type\":\"BillingAccount\",\"id\":\"" + id + "\",\"currency\":\"USD\"}";
    }

    private static String bill(String id, String account) {
        return """
                {"@type":"CustomerBill","id":"%s","state":"new","billDate":"2026-01-31T00:00:00Z",\
                "billingAccount":{"id":"%s"},"taxExcludedAmount":{"unit":"USD","value":10.00}}""".formatted(id, account);
    }

    private static String heldBill(String id, String account) {
        return bill(id, account).replace("\"state\":\"new\"", "\"state\":\"onHold\",\"@heldFrom\":\"validated\"");
    }

    private static String billedRate(String id, String bill, String account) {
        return """
                {"@type":"AppliedCustomerBillingRate","id":"%s","bill":{"id":"%s"},"billingAccount":{"id":"%s"},\
                "taxExcludedAmount":{"unit":"USD","value":10.00}}""".formatted(id, bill, account);
    }

    private static String unbilledRate(String id, String account) {
        return """
                {"@type":"AppliedCustomerBillingRate","id":"%s","billingAccount":{"id":"%s"},\
                "taxExcludedAmount":{"unit":"USD","value":1.00}}""".formatted(id, account);
    }

    private static long count(String sql) {
        return Store.asOwner("missing_accounts")
                .withHandle(handle -> handle.createQuery(sql).mapTo(Long.class).one());
    }

    /** These lines, and between them so many others that the last lines are in a later batch than the first. */
    private static String[] farApart(List<String> first, String name, List<String> last) {
        var lines = new ArrayList<>(first);
        IntStream.range(0, BatchReader.BATCH_LINES).forEach(i -> lines.add(account(name + "-" + i)));
        lines.addAll(last);
        return lines.toArray(String[]::new);
    }

    @Test
    void by_default_documents_are_loaded_and_their_missing_accounts_reported() {
        var lines = farApart(
                List.of(
                        bill("w-1", "w-late"),
                        bill("w-2", "w-missing-2"),
                        bill("w-3", "w-missing-2"),
                        bill("w-4", "w-here"),
                        unbilledRate("w-r-1", "w-missing-1"),
                        billedRate("w-r-2", "w-4", "w-missing-of-a-billed-rate")),
                "w",
                List.of(account("w-late"), account("w-here")));
        var report = imports.load(imports.file("warn", lines));
        assertThat(report.counts()).isEqualTo(new ImportCounts(lines.length, 0, 0, 0));
        assertThat(report.missingAccounts())
                .isEqualTo(new AccountCheck.MissingAccounts(2, List.of("w-missing-1", "w-missing-2")));
        assertThat(count("select count(*) from import_missing_account")).isZero();

        var repeated = imports.load(imports.file("repeated", bill("w-2", "w-missing-2")));
        assertThat(repeated.missingAccounts().first())
                .as("an unchanged bill is reported too")
                .containsExactly("w-missing-2");
        var withAccount = imports.load(imports.file("both", bill("w-2", "w-missing-2"), account("w-missing-2")));
        assertThat(withAccount.missingAccounts()).isEqualTo(AccountCheck.MissingAccounts.NONE);
    }

    @Test
    void a_thousand_accounts_are_named_and_all_are_counted() {
        var bills = IntStream.range(1000, 2035)
                .mapToObj(i -> bill("m-" + i, "m-missing-" + i))
                .toArray(String[]::new);
        var missing = imports.load(imports.file("many", bills)).missingAccounts();
        assertThat(missing.count()).isEqualTo(1_035);
        assertThat(missing.first())
                .containsExactlyElementsOf(IntStream.range(1000, 2000)
                        .mapToObj(i -> "m-missing-" + i)
                        .toList());
    }

    @Test
    void the_check_can_be_switched_off() {
        var report = imports.load(Imports.accounts(CheckMode.OFF), imports.file("off", bill("o-1", "o-missing")));
        assertThat(report.counts().loaded()).isEqualTo(1);
        assertThat(report.missingAccounts()).isEqualTo(AccountCheck.MissingAccounts.NONE);
    }

    @Test
    void strict_rejects_the_documents_by_their_line_and_loads_the_others() {
        var file = imports.file(
                "strict",
                account("s-here"),
                bill("s-1", "s-missing"),
                billedRate("s-r-1", "s-1", "s-here"),
                unbilledRate("s-r-2", "s-missing"),
                bill("s-2", "s-here"),
                billedRate("s-r-3", "s-2", "s-missing"),
                unbilledRate("s-r-4", "s-here"));
        var report = imports.load(Imports.accounts(CheckMode.STRICT), file);
        assertThat(report.counts()).isEqualTo(new ImportCounts(3, 0, 4, 0));
        assertThat(imports.rejected)
                .containsExactlyInAnyOrder(
                        "strict:2: the billing account s-missing it is on does not exist",
                        "strict:3: the bill it is on does not exist",
                        "strict:4: the billing account s-missing it is on does not exist",
                        "strict:6: it is on the billing account s-missing, and its bill is on s-here");
        assertThat(report.missingAccounts())
                .as("a line on it was rejected")
                .isEqualTo(new AccountCheck.MissingAccounts(1, List.of("s-missing")));
        assertThat(imports.missingAccounts).containsExactly("s-missing");
        assertThat(count("select count(*) from customer_bill where id like 's-%'"))
                .isEqualTo(1);
        assertThat(count("select count(*) from applied_customer_billing_rate where id like 's-%'"))
                .isEqualTo(1);
        assertThat(count("select count(*) from import_deferred_line")).isZero();
    }

    @Test
    void strict_accepts_accounts_that_come_last() {
        var payment = """
                {"@type":"AppliedPayment","bill":{"id":"l-paid"},"appliedAmount":{"unit":"USD","value":4.00},"payment":{"id":"l-p"}}""";
        var paid = bill("l-paid", "l-late")
                .replace("\"state\":\"new\"", "\"state\":\"sent\",\"amountDue\":{\"unit\":\"USD\",\"value\":10.00}");
        var lines = farApart(
                List.of(
                        billedRate("l-r", "l-held", "l-late"),
                        payment,
                        unbilledRate("l-u", "l-late"),
                        heldBill("l-held", "l-late"),
                        paid),
                "l",
                List.of(account("l-late")));
        var report = imports.load(Imports.accounts(CheckMode.STRICT), imports.file("late", lines));
        assertThat(imports.rejected).isEmpty();
        assertThat(report.counts()).isEqualTo(new ImportCounts(lines.length, 0, 0, 0));
        assertThat(report.missingAccounts()).isEqualTo(AccountCheck.MissingAccounts.NONE);
        assertThat(count("select count(*) from customer_bill where id = 'l-held' and held_from = 'validated'"
                        + " and doc ->> '@heldFrom' is null"))
                .isEqualTo(1);
        assertThat(count("select count(*) from customer_bill where id = 'l-paid' and remaining = 6.00"))
                .isEqualTo(1);

        var again = imports.load(Imports.accounts(CheckMode.STRICT), imports.file("late-again", lines));
        assertThat(again.counts()).isEqualTo(new ImportCounts(0, lines.length, 0, 0));
    }

    @Test
    void deferred_bills_come_before_the_lines_that_need_them_however_many_there_are() {
        int many = BatchReader.BATCH_LINES + 10;
        var first = IntStream.range(0, many).mapToObj(i -> billedRate("f-r-" + i, "f-bill", "f-late"));
        var lines = farApart(
                first.toList(), "f", Arrays.asList(bill("f-bill", "f-late"), account("f-filler"), account("f-late")));
        var report = imports.load(Imports.accounts(CheckMode.STRICT), imports.file("first", lines));
        assertThat(imports.rejected).isEmpty();
        assertThat(report.counts().loaded()).isEqualTo(lines.length);
    }
}
