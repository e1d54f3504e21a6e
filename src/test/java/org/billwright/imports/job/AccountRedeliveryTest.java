package org.billwright.imports.job;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.billwright.api.Store;
import org.billwright.store.Database;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Accounts that their source delivers each night as a whole, and that were changed here meanwhile. */
class AccountRedeliveryTest {
    private static final String NAME = "account_redelivery";
    private static final String ACCOUNT = """
            {"@type":"BillingAccount","id":"%s","name":"%s","currency":"USD","paymentTermDays":21,"rating":{"limit":0.33}}""";
    private static final String HOLD = "{\"reason\": \"disputed\", \"until\": \"2027-01-01T00:00:00Z\"}";

    private static final Database DATABASE = Store.fresh(NAME);

    @TempDir
    private Path folder;

    private Imports imports = new Imports(DATABASE, Path.of("."));

    @AfterAll
    static void close() {
        DATABASE.close();
    }

    @BeforeEach
    void begin() {
        imports = new Imports(DATABASE, folder);
    }

    private ImportCounts load(String... lines) {
        var counts = imports.load(imports.file("accounts", lines)).counts();
        assertThat(imports.rejected).isEmpty();
        return counts;
    }

    private static void execute(String sql) {
        Store.asOwner(NAME).useHandle(owner -> owner.execute(sql));
    }

    private static void hold(String id) {
        execute("update billing_account set doc = (doc::jsonb || '{\"hold\":" + HOLD + "}')::json where id = '" + id
                + "'");
    }

    private static String text(String id, String path) {
        return Store.asOwner(NAME)
                .withHandle(
                        owner -> owner.createQuery("select doc #>> '{" + path + "}' from billing_account where id = ?")
                                .bind(0, id)
                                .mapTo(String.class)
                                .one());
    }

    @Test
    void a_hold_is_not_released_by_a_source_that_does_not_know_it() {
        assertThat(load(ACCOUNT.formatted("H", "Ana"))).isEqualTo(new ImportCounts(1, 0, 0, 0));
        hold("H");
        assertThat(load(ACCOUNT.formatted("H", "Ana"))).isEqualTo(new ImportCounts(0, 1, 0, 0));
        assertThat(load(ACCOUNT.formatted("H", "Ana Rivera"))).isEqualTo(new ImportCounts(1, 0, 0, 0));
        assertThat(text("H", "name")).isEqualTo("Ana Rivera");
        assertThat(text("H", "hold,reason")).isEqualTo("disputed");
        assertThat(text("H", "hold,until")).isEqualTo("2027-01-01T00:00:00Z");
        assertThat(load(ACCOUNT.formatted("H", "Ana Rivera"))).isEqualTo(new ImportCounts(0, 1, 0, 0));

        load(ACCOUNT.formatted("H", "Ana Rivera").replace("\"rating\"", "\"hold\":{\"reason\":\"moved\"},\"rating\""));
        assertThat(text("H", "hold,reason")).as("the line has it").isEqualTo("moved");
        assertThat(text("H", "hold,until")).isNull();
    }

    @Test
    void the_same_content_in_another_spelling_is_unchanged() {
        var reordered = """
                {"rating":{"limit":0.330},"paymentTermDays":21.0,"currency":"USD","name":"Ana","id":"S","@type":"BillingAccount"}""";
        load(ACCOUNT.formatted("S", "Ana"));
        assertThat(load(reordered)).isEqualTo(new ImportCounts(0, 1, 0, 0));
        execute("update billing_account set loaded_fingerprint = null where id = 'S'");
        assertThat(load(reordered)).as("an account that no import has loaded").isEqualTo(new ImportCounts(0, 1, 0, 0));
    }

    @Test
    void all_problems_of_a_line_are_reported() {
        imports.load(imports.file("wrong", """
                {"@type":"BillingAccount","id":"W","currency":"QQQ","timeZone":"Mars/Olympus","paymentTermDays":400,"state":"asleep","taxPolicy":"none","hold":{}}""", """
                {"@type":"BillCycleSpecification","id":"W","billingDateShift":40,"frequency":"everyFiveMonths","timeZone":"Mars/Olympus"}"""));
        assertThat(imports.rejected.get(0))
                .contains(
                        "'taxPolicy' must be one of",
                        "QQQ",
                        "Mars/Olympus",
                        "0 to 365 days",
                        "state must be one of",
                        "hold.reason is required")
                .doesNotContain("; taxPolicy");
        assertThat(imports.rejected.get(1))
                .contains(
                        "'billingDateShift' must be",
                        "'frequency' must be one of monthly,",
                        "'timeZone' must be a time zone");
    }
}
