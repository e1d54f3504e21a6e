package org.billwright.imports.job;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.math.BigDecimal;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import org.billwright.access.Caller;
import org.billwright.api.Store;
import org.billwright.csv.CsvMapping;
import org.billwright.problem.ProblemException;
import org.billwright.store.Database;
import org.billwright.tax.TaxRateUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Who says the unit of a tax rate: the option, else the mapping of the file, else the tenant's setting, else the tax amount. */
class TaxRateUnitsTest {
    private static final String NAME = "tax_rate_units";
    private static final String MAPPING = """
            {kind: AppliedCustomerBillingRate, %s attributes: {id: ID, billingAccount.id: ACCOUNT, taxExcludedAmount.value: NET,
             "appliedTax[0].taxRate": RATE}, constants: {taxExcludedAmount.unit: EUR, "appliedTax[0].taxCategory": VAT}}""";
    private static final String FRACTION = "taxRateUnit: fraction,";
    private static final String PERCENT = "taxRateUnit: percent,";

    private static Database database;

    @BeforeAll
    static void open() {
        database = Store.fresh(NAME);
    }

    @AfterAll
    static void close() {
        database.close();
    }

    private static ImportReport load(String id, String rate, String unitOfMapping, Optional<TaxRateUnit> option) {
        var format = CsvMapping.read(MAPPING.formatted(unitOfMapping).getBytes(UTF_8))
                .fileFormat();
        var csv = "ID,ACCOUNT,NET,RATE\n" + id + ",A,100.00," + rate + "\n";
        var source = ImportSource.of("rates.csv", new ByteArrayInputStream(csv.getBytes(UTF_8)), format);
        return new Import(
                        database,
                        Store.TENANT,
                        Clock.systemUTC(),
                        List.of(source),
                        ImportOptions.DEFAULTS.withTaxRate(option),
                        new ImportListener() {})
                .run(Caller.system("test", Store.TENANT));
    }

    private static BigDecimal percent(String id) {
        return Store.asOwner(NAME)
                .withHandle(owner -> owner.createQuery(
                                "select (doc #>> '{appliedTax,0,taxRate}')::numeric from applied_customer_billing_rate where id = ?")
                        .bind(0, id)
                        .mapTo(BigDecimal.class)
                        .one());
    }

    private static void setting(String unit) {
        Store.asOwner(NAME)
                .useHandle(owner -> owner.execute(
                        "insert into tax_settings (tenant, tax_rate_unit) values (?, ?) on conflict (tenant) do update"
                                + " set tax_rate_unit = excluded.tax_rate_unit",
                        Store.TENANT,
                        unit));
    }

    @Test
    void the_option_goes_before_the_mapping_and_that_before_the_setting() {
        load("mapping", "0.5", FRACTION, Optional.empty());
        assertThat(percent("mapping")).isEqualByComparingTo("50");
        load("option", "0.5", FRACTION, Optional.of(TaxRateUnit.PERCENT));
        assertThat(percent("option")).isEqualByComparingTo("0.5");
        assertThat(load("nothing", "0.5", "", Optional.empty()).counts().rejected())
                .as("without an amount nothing decides")
                .isEqualTo(1);

        setting("fraction");
        load("setting", "0.5", "", Optional.empty());
        assertThat(percent("setting")).isEqualByComparingTo("50");
        load("both", "0.5", PERCENT, Optional.empty());
        assertThat(percent("both")).isEqualByComparingTo("0.5");
    }

    @Test
    void a_mapping_with_another_unit_is_refused() {
        assertThatThrownBy(() -> CsvMapping.read(
                        MAPPING.formatted("taxRateUnit: promille,").getBytes(UTF_8)))
                .isInstanceOf(ProblemException.class)
                .hasMessageContaining("'taxRateUnit' must be percent or fraction");
    }
}
