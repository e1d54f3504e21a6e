package org.billwright.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.billwright.imports.check.CheckMode;
import org.billwright.imports.job.ImportOptions;
import org.billwright.tax.TaxRateUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Bills on demand with amounts worked out by hand: what each tax does to a bill, from its rates to its total. */
@QuarkusTest
@QuarkusTestResource(StoreResource.class)
@Tag("server")
class BillTaxesTest {
    private static final String RULES = Api.server() + "/operations/v1/taxRule/";

    private static void rule(String id, String document) {
        var put = Api.withBody("PUT", RULES + id, quoted(document), "Content-Type", "application/json");
        assertThat(put.status()).as(put.text()).isIn(200, 201);
    }

    private static String quoted(String text) {
        return text.replace('\'', '"');
    }

    /** A rate: its amounts and taxes as JSON members. */
    private static String rate(String account, int number, String members) {
        return quoted("{'@type':'AppliedCustomerBillingRate','id':'" + account + "-" + number
                + "','date':'2026-02-10T00:00:00Z'," + "'billingAccount':{'id':'" + account + "'}," + members + "}");
    }

    private static String net(String currency, String amount, String... taxes) {
        return price("taxExcludedAmount", currency, amount, taxes);
    }

    private static String gross(String currency, String amount, String... taxes) {
        return price("taxIncludedAmount", currency, amount, taxes);
    }

    private static String price(String name, String currency, String amount, String... taxes) {
        return "'" + name + "':{'unit':'" + currency + "','value':" + amount + "},'appliedTax':["
                + String.join(",", taxes) + "]";
    }

    private static String tax(String category, String percent) {
        return "{'taxCategory':'" + category + "','taxRate':" + percent + "}";
    }

    /** The bill of an account with these rates. */
    private static JsonNode bill(String account, String currency, List<String> rates) throws InterruptedException {
        var documents = new ArrayList<String>();
        documents.add(Documents.account(account, currency));
        IntStream.range(0, rates.size()).forEach(i -> documents.add(rate(account, i, rates.get(i))));
        Documents.load(documents.toArray(String[]::new));
        var request = OnDemandTest.finished(OnDemandTest.askFor(account));
        assertThat(request.path("state").textValue()).as(request.toString()).isEqualTo("done");
        return Api.get(request.at("/customerBill/href").textValue()).json();
    }

    private static String refusal(String account, String currency, String... rates) throws InterruptedException {
        var documents = new ArrayList<String>();
        documents.add(Documents.account(account, currency));
        IntStream.range(0, rates.length).forEach(i -> documents.add(rate(account, i, rates[i])));
        Documents.load(documents.toArray(String[]::new));
        var request = OnDemandTest.finished(OnDemandTest.askFor(account));
        assertThat(request.path("state").textValue()).as(request.toString()).isEqualTo("rejected");
        return request.path("stateReason").textValue();
    }

    /** The same of a rate that an import with {@code --reconcile strict} rejects, which is asserted, and one without loads. */
    private static String refusalOfUnreconciled(String account, String currency, String rate)
            throws InterruptedException {
        var document = rate(account, 0, rate);
        Documents.load(Documents.account(account, currency));
        assertThat(Documents.tryLoad(Store.database(), document).rejected()).hasSize(1);
        var defaults = ImportOptions.DEFAULTS;
        var unreconciled = new ImportOptions(
                defaults.kind(),
                defaults.version(),
                CheckMode.OFF,
                defaults.accounts(),
                defaults.taxRate(),
                defaults.events(),
                defaults.dryRun(),
                defaults.restart(),
                defaults.maxRejects(),
                defaults.rejects());
        assertThat(Documents.tryLoad(Store.database(), unreconciled, document).rejected())
                .isEmpty();
        var request = OnDemandTest.finished(OnDemandTest.askFor(account));
        assertThat(request.path("state").textValue()).as(request.toString()).isEqualTo("rejected");
        return request.path("stateReason").textValue();
    }

    /** The net amount, each tax and the total; the lines add up to them. */
    private static void assertAmounts(JsonNode bill, String net, String total, String... taxes) {
        assertThat(amount(bill, "taxExcludedAmount")).isEqualByComparingTo(net);
        assertThat(amount(bill, "taxIncludedAmount")).isEqualByComparingTo(total);
        assertThat(amount(bill, "amountDue")).isEqualByComparingTo(total);
        assertThat(bill.path("taxItem")
                        .valueStream()
                        .map(tax -> amount(tax, "taxAmount").toPlainString()))
                .containsExactlyElementsOf(Arrays.asList(taxes));
        var sum = taxes.length == 0
                ? BigDecimal.ZERO
                : Arrays.stream(taxes).map(BigDecimal::new).reduce(BigDecimal.ZERO, BigDecimal::add);
        assertThat(new BigDecimal(net).add(sum)).isEqualByComparingTo(total);
        var lines = Api.get("appliedCustomerBillingRate?limit=1000&bill.id="
                        + bill.path("id").textValue())
                .json();
        assertThat(lines.valueStream()
                        .map(line -> amount(line, "taxExcludedAmount"))
                        .reduce(BigDecimal.ZERO, BigDecimal::add))
                .isEqualByComparingTo(net);
        assertThat(lines.valueStream()
                        .map(line -> amount(line, "taxIncludedAmount"))
                        .reduce(BigDecimal.ZERO, BigDecimal::add))
                .isEqualByComparingTo(total);
    }

    private static BigDecimal amount(JsonNode document, String name) {
        return document.path(name).path("value").decimalValue();
    }

    @Test
    void tax_is_computed_once_for_each_rate_of_tax() throws InterruptedException {
        var uk = bill(
                "tx-uk",
                "GBP",
                List.of("68.33", "68.33", "57.50", "85.00").stream()
                        .map(amount -> net("GBP", amount, tax("UK", "20")))
                        .toList());
        // 279.16 at 20 % is 55.832
        assertAmounts(uk, "279.16", "334.99", "55.83");
        var pl = bill(
                "tx-pl", "PLN", List.of(net("PLN", "55.55", tax("PL", "23")), net("PLN", "11.11", tax("PL", "23"))));
        // 66.66 at 23 % is 15.3318
        assertAmounts(pl, "66.66", "81.99", "15.33");
        var credit = bill(
                "tx-de", "EUR", List.of(net("EUR", "8500", tax("DE", "19")), net("EUR", "-7500", tax("DE", "19"))));
        assertAmounts(credit, "1000.00", "1190.00", "190.00");
        var cents = bill(
                "tx-cents",
                "EUR",
                IntStream.range(0, 1000)
                        .mapToObj(i -> net("EUR", "0.01", tax("DE", "19")))
                        .toList());
        // 10.00 at 19 %: the lines have 190 times a cent
        assertAmounts(cents, "10.00", "11.90", "1.90");
    }

    @Test
    void each_currency_has_its_decimals() throws InterruptedException {
        // 112.7
        assertAmounts(bill("tx-jp", "JPY", List.of(net("JPY", "1127", tax("JP", "10")))), "1127", "1240", "113");
        // 1.0006
        assertAmounts(
                bill("tx-bh", "BHD", List.of(net("BHD", "10.006", tax("BH", "10")))), "10.006", "11.007", "1.001");
    }

    @Test
    void usage_with_fractions_of_a_cent_is_rounded_once() throws InterruptedException {
        var usage = bill(
                "tx-usage",
                "EUR",
                IntStream.range(0, 10)
                        .mapToObj(i -> net("EUR", "0.0175", tax("DE", "19")))
                        .toList());
        // 0.175 is 0.18; 19 % of it is 0.0342
        assertAmounts(usage, "0.18", "0.21", "0.03");
        var line = Api.get("appliedCustomerBillingRate/tx-usage-0").json();
        assertThat(line.at("/characteristic/0/name").textValue()).isEqualTo("RatedAmount");
        assertThat(line.at("/characteristic/0/value").textValue()).isEqualTo("0.0175");
    }

    @Test
    void prices_with_tax_stay_what_they_are() throws InterruptedException {
        // 758.00 / 1.21 is 626.446
        var es = bill(
                "tx-es",
                "EUR",
                List.of(gross("EUR", "379.00", tax("ES", "21")), gross("EUR", "379.00", tax("ES", "21"))));
        assertAmounts(es, "626.45", "758.00", "131.55");
        // 50000 / 1.1 is 45454.5
        assertAmounts(bill("tx-jpg", "JPY", List.of(gross("JPY", "50000", tax("JP", "10")))), "45455", "50000", "4545");
    }

    @Test
    void a_rule_says_that_prices_have_the_tax_in_them() throws InterruptedException {
        rule("tx-gross", "{'taxCategory':'TX-GROSS','basis':'gross','taxRate':21,'taxCategoryCode':'S'}");
        var both = "'taxExcludedAmount':{'unit':'EUR','value':313.22}," + gross("EUR", "379.00", tax("TX-GROSS", "21"));
        var bill = bill("tx-rule-gross", "EUR", List.of(both, both));
        assertAmounts(bill, "626.45", "758.00", "131.55");
        assertThat(bill.at("/taxItem/0/taxCategoryCode").textValue()).isEqualTo("S");
    }

    @Test
    void a_tax_on_top_of_another_and_a_fixed_one() throws InterruptedException {
        rule("tx-excise", "{'taxCategory':'TX-EXCISE','taxRate':10}");
        rule("tx-top", "{'taxCategory':'TX-TOP','taxRate':20,'order':1}");
        rule("tx-levy", "{'taxCategory':'TX-LEVY','basis':'line','taxAmount':{'unit':'EUR','value':2.00}}");
        rule("tx-unit", "{'taxCategory':'TX-UNIT','basis':'unit','taxAmount':{'unit':'EUR','value':0.05}}");
        // 10.00 is excise; 20 % of 110.00
        var compound =
                bill("tx-compound", "EUR", List.of(net("EUR", "100.00", tax("TX-EXCISE", "10"), tax("TX-TOP", "20"))));
        assertAmounts(compound, "100.00", "132.00", "10.00", "22.00");
        var levy = bill("tx-fixed", "EUR", List.of(net("EUR", "10.00", "{'taxCategory':'TX-LEVY'}")));
        assertAmounts(levy, "10.00", "12.00", "2.00");
        assertThat(levy.at("/taxItem/0").has("taxRate")).isFalse();
        var units = bill(
                "tx-units",
                "EUR",
                List.of(net("EUR", "10.00", "{'taxCategory':'TX-UNIT'}")
                        + ",'characteristic':[{'name':'Quantity','value':'7'}]"));
        assertAmounts(units, "10.00", "10.35", "0.35");
        assertThat(refusal("tx-no-quantity", "EUR", net("EUR", "10.00", "{'taxCategory':'TX-UNIT'}")))
                .contains("needs the characteristic Quantity");
    }

    @Test
    void a_tax_that_the_customer_withholds_is_negative() throws InterruptedException {
        rule("tx-withheld", "{'taxCategory':'TX-WITHHELD','taxRate':15,'withheld':true}");
        var bill = bill(
                "tx-withholding", "EUR", List.of(net("EUR", "1000.00", tax("ES", "21"), tax("TX-WITHHELD", "15"))));
        assertAmounts(bill, "1000.00", "1060.00", "210.00", "-150.00");
        assertThat(bill.at("/taxItem/1/taxRate").decimalValue()).isEqualByComparingTo("-15");
    }

    @Test
    void one_rate_in_two_jurisdictions_is_two_taxes() throws InterruptedException {
        var state = "{'taxCategory':'SALES','taxRate':4,'jurisdictionName':'NY'}";
        var city = "{'taxCategory':'SALES','taxRate':4,'jurisdictionName':'NYC'}";
        // 0.13 at 4 % is 0.0052 each: 0.01 and 0.01, together it would be 0.01
        var bill = bill("tx-two", "USD", List.of(net("USD", "0.13", state, city)));
        assertAmounts(bill, "0.13", "0.15", "0.01", "0.01");
        assertThat(bill.path("taxItem")
                        .valueStream()
                        .map(tax -> tax.path("jurisdictionName").textValue()))
                .containsExactly("NY", "NYC");
    }

    @Test
    void a_tax_that_cannot_be_applied_refuses_the_bill() throws InterruptedException {
        rule("tx-2027", "{'taxCategory':'TX-2027','taxRate':21,'validFor':{'startDateTime':'2027-01-01T00:00:00Z'}}");
        assertThat(refusal("tx-early", "EUR", net("EUR", "1.00", tax("TX-2027", "21"))))
                .contains("rate tx-early-0: no tax rule for TX-2027 21 % at 2026-02-10");
        rule("tx-other", "{'taxCategory':'TX-OTHER','taxRate':21}");
        assertThat(refusal("tx-otherrate", "EUR", net("EUR", "1.00", tax("TX-OTHER", "7"))))
                .contains("no tax rule for TX-OTHER 7 %");
        assertThat(refusal("tx-norate", "EUR", net("EUR", "1.00", "{'taxCategory':'TX-NORATE'}")))
                .contains("the tax TX-NORATE has no taxRate, and there is no tax rule for it");
    }

    @Test
    void rules_of_one_tax_do_not_overlap() {
        rule("tx-first", "{'taxCategory':'TX-OVERLAP','taxRate':21,'validFor':{'endDateTime':'2027-01-01T00:00:00Z'}}");
        var second = quoted(
                "{'taxCategory':'TX-OVERLAP','taxRate':21.0,'validFor':{'startDateTime':'2026-12-31T23:59:59Z'}}");
        var overlapping = Api.withBody("PUT", RULES + "tx-second", second, "Content-Type", "application/json");
        assertThat(overlapping.status()).as(overlapping.text()).isEqualTo(409);
        rule("tx-second", second.replace("2026-12-31T23:59:59Z", "2027-01-01T00:00:00Z"));
        rule("tx-first", "{'taxCategory':'TX-OVERLAP','taxRate':21,'validFor':{'endDateTime':'2026-12-01T00:00:00Z'}}");
        assertThat(Api.get(RULES + "tx-first")
                        .json()
                        .at("/validFor/endDateTime")
                        .textValue())
                .startsWith("2026-12-01");
    }

    @Test
    void an_invalid_rule_is_refused() {
        for (var wrong : List.of(
                "{}",
                "{'taxCategory':'X'}",
                "{'taxCategory':'X','taxRate':-1}",
                "{'taxCategory':'X','taxRate':21,'taxCategoryCode':'Z'}",
                "{'taxCategory':'X','taxRate':0,'taxCategoryCode':'E'}",
                "{'taxCategory':'X','taxRate':21,'taxCategoryCode':'Q'}",
                "{'taxCategory':'X','taxRate':21,'basis':'price'}",
                "{'taxCategory':'X','taxRate':21,'order':10}",
                "{'taxCategory':'X','taxRate':21,'basis':'line'}",
                "{'taxCategory':'X','basis':'line','taxAmount':{'unit':'EUR','value':0.001}}",
                "{'taxCategory':'X','taxRate':21,'basis':'gross','withheld':true}",
                "{'taxCategory':'X','taxRate':21,'validFor':{'startDateTime':'2027-01-01T00:00:00Z','endDateTime':'2027-01-01T00:00:00Z'}}")) {
            var put = Api.withBody("PUT", RULES + "tx-wrong", quoted(wrong), "Content-Type", "application/json");
            assertThat(put.status()).as(wrong + " " + put.text()).isEqualTo(400);
        }
        assertThat(Api.get(RULES + "tx-wrong").status()).isEqualTo(404);
    }

    /** 0.21 is 21 % where it is said so, or where the tax amount beside it says so; elsewhere it is not guessed. */
    @Test
    void the_unit_of_a_tax_rate_is_given_or_found_or_the_line_is_rejected() throws InterruptedException {
        var fraction = net("EUR", "5.00", tax("FR", "0.21"));
        var given = ImportOptions.DEFAULTS.withTaxRate(Optional.of(TaxRateUnit.FRACTION));
        assertThat(Documents.tryLoad(
                                Store.database(),
                                given,
                                Documents.account("tx-fr", "EUR"),
                                rate("tx-fr", 0, fraction),
                                rate("tx-fr", 1, fraction))
                        .rejected())
                .isEmpty();
        var request = OnDemandTest.finished(OnDemandTest.askFor("tx-fr"));
        var bill = Api.get(request.at("/customerBill/href").textValue()).json();
        assertAmounts(bill, "10.00", "12.10", "2.10");
        assertThat(bill.at("/taxItem/0/taxRate").decimalValue()).isEqualByComparingTo("21");

        Documents.load(
                Documents.account("tx-found", "EUR"),
                rate(
                        "tx-found",
                        0,
                        net(
                                "EUR",
                                "5.00",
                                "{'taxCategory':'FR','taxRate':0.21,'taxAmount':{'unit':'EUR','value':1.05}}")),
                rate(
                        "tx-found",
                        1,
                        net(
                                "EUR",
                                "5000.00",
                                "{'taxCategory':'FR','taxRate':0.5,'taxAmount':{'unit':'EUR','value':25.00}}")));
        assertThat(Api.get("appliedCustomerBillingRate/tx-found-0")
                        .json()
                        .at("/appliedTax/0/taxRate")
                        .decimalValue())
                .isEqualByComparingTo("21");
        assertThat(Api.get("appliedCustomerBillingRate/tx-found-1")
                        .json()
                        .at("/appliedTax/0/taxRate")
                        .decimalValue())
                .as("half a percent")
                .isEqualByComparingTo("0.5");

        assertThat(Documents.tryLoad(Store.database(), rate("tx-found", 2, fraction))
                        .rejected())
                .singleElement()
                .satisfies(line -> assertThat(line.reason())
                        .contains("may be 0.21 % or 21 %")
                        .contains("--tax-rate"));
        assertThat(Documents.tryLoad(Store.database(), given, rate("tx-found", 3, net("EUR", "5.00", tax("FR", "21"))))
                        .rejected())
                .singleElement()
                .satisfies(line -> assertThat(line.reason()).contains("it may be in percent"));
    }

    /** 12.10 less 2.10 is 10.00, of which 2.10 is 21 %. */
    @Test
    void the_tax_in_a_price_decides_the_unit_of_its_rate_too() throws InterruptedException {
        var included =
                gross("EUR", "12.10", "{'taxCategory':'FR','taxRate':0.21,'taxAmount':{'unit':'EUR','value':2.10}}");
        assertAmounts(bill("tx-gross-unit", "EUR", List.of(included)), "10.00", "12.10", "2.10");
        var wrong = gross("EUR", "12.10", "{'taxCategory':'FR','taxRate':21,'taxAmount':{'unit':'EUR','value':3.10}}");
        assertThat(Documents.tryLoad(Store.database(), rate("tx-gross-unit", 1, wrong))
                        .rejected())
                .singleElement()
                .satisfies(line -> assertThat(line.reason()).contains("is 3.10, 21 % of 9.00 is 1.89"));
    }

    @Test
    void a_tax_amount_that_is_not_its_rate_of_the_base_is_rejected() {
        var wrong = net("EUR", "10.00", "{'taxCategory':'DE','taxRate':19,'taxAmount':{'unit':'EUR','value':3.00}}");
        assertThat(Documents.tryLoad(
                                Store.database(),
                                Documents.account("tx-wrongtax", "EUR"),
                                rate("tx-wrongtax", 0, wrong))
                        .rejected())
                .singleElement()
                .satisfies(line -> assertThat(line.reason()).contains("is 3.00, 19 % of 10.00 is 1.90"));
    }

    private static String account(String id, String members) {
        return quoted("{'@type':'BillingAccount','id':'" + id + "','currency':'EUR'," + members + "}");
    }

    private static JsonNode requested(String account, String... documents) throws InterruptedException {
        Documents.load(documents);
        return OnDemandTest.finished(OnDemandTest.askFor(account));
    }

    @Test
    void an_exempt_account_pays_no_tax_and_its_bill_says_why() throws InterruptedException {
        var exempt = account(
                "tx-exempt",
                "'taxExemption':[{'certificateNumber':'C-77','taxCategory':'DE','reason':'diplomatic mission',"
                        + "'validFor':{'endDateTime':'2027-01-01T00:00:00Z'}}]");
        var request = requested(
                "tx-exempt", exempt, rate("tx-exempt", 0, net("EUR", "100.00", tax("DE", "19"), tax("LOCAL", "5"))));
        var bill = Api.get(request.at("/customerBill/href").textValue()).json();
        assertAmounts(bill, "100.00", "105.00", "0.00", "5.00");
        assertThat(bill.at("/taxItem/0/taxCategoryCode").textValue()).isEqualTo("E");
        assertThat(bill.at("/taxItem/0/exemptionReason").textValue())
                .contains("diplomatic mission")
                .contains("C-77");
        var gross = requested(
                "tx-exempt-gross",
                exempt.replace("tx-exempt", "tx-exempt-gross"),
                rate("tx-exempt-gross", 0, gross("EUR", "119.00", tax("DE", "19"))));
        assertThat(gross.path("stateReason").textValue()).contains("of which the account is exempt by C-77");
        var rated = requested(
                "tx-exempt-rated",
                exempt.replace("tx-exempt", "tx-exempt-rated")
                        .replace("\"currency\"", "\"taxPolicy\":\"asRated\",\"currency\""),
                rate(
                        "tx-exempt-rated",
                        0,
                        net(
                                "EUR",
                                "100.00",
                                "{'taxCategory':'DE','taxRate':19,'taxAmount':{'unit':'EUR','value':19.00}}")));
        assertThat(rated.path("stateReason").textValue())
                .contains("rating computed 19.00 of the tax DE, of which the account is exempt by C-77");
    }

    @Test
    void an_account_may_keep_rated_taxes() throws InterruptedException {
        var rated = net("EUR", "0.55", "{'taxCategory':'DE','taxRate':19,'taxAmount':{'unit':'EUR','value':0.11}}");
        var request = requested(
                "tx-rated",
                account("tx-rated", "'taxPolicy':'asRated'"),
                rate("tx-rated", 0, rated),
                rate("tx-rated", 1, rated),
                rate("tx-rated", 2, rated));
        // computed it is 0.3135
        assertAmounts(Api.get(request.at("/customerBill/href").textValue()).json(), "1.65", "1.98", "0.33");
    }

    @Test
    void an_account_on_hold_is_not_billed() throws InterruptedException {
        var held = requested(
                "tx-held",
                account("tx-held", "'hold':{'reason':'meter in doubt'}"),
                rate("tx-held", 0, net("EUR", "1.00", tax("DE", "19"))));
        assertThat(held.path("state").textValue()).isEqualTo("rejected");
        assertThat(held.path("stateReason").textValue()).contains("on hold").contains("meter in doubt");
    }

    /** The second bill begins where the first one ended, and a rate from before that is late. */
    @Test
    void periods_of_an_account_do_not_overlap() throws InterruptedException {
        var first = bill("tx-period", "EUR", List.of(net("EUR", "1.00", tax("DE", "19"))));
        var second = Api.get(requested("tx-period", rate("tx-period", 7, net("EUR", "2.00", tax("DE", "19"))))
                        .at("/customerBill/href")
                        .textValue())
                .json();
        assertThat(first.at("/billingPeriod/startDateTime").textValue()).startsWith("2026-02-10T00:00:00");
        assertThat(second.at("/billingPeriod/startDateTime")).isEqualTo(first.at("/billingPeriod/endDateTime"));
        assertThat(Api.get("appliedCustomerBillingRate/tx-period-7")
                        .json()
                        .at("/characteristic/0/name")
                        .textValue())
                .isEqualTo("LateUsage");
    }

    @Test
    void a_price_with_and_without_taxes_agrees_with_its_taxes() throws InterruptedException {
        var both = "'taxExcludedAmount':{'unit':'EUR','value':10.00},'taxIncludedAmount':{'unit':'EUR','value':12.10}";
        var right = bill("tx-both", "EUR", List.of(both + ",'appliedTax':[" + tax("BOTH", "21") + "]"));
        assertAmounts(right, "10.00", "12.10", "2.10");
        assertThat(refusalOfUnreconciled("tx-no-tax", "EUR", both))
                .contains("taxExcludedAmount is 10.00", "taxIncludedAmount 12.10", "its taxes make 0.00");
        assertThat(refusal("tx-wrong-tax", "EUR", both + ",'appliedTax':[" + tax("BOTH", "10") + "]"))
                .contains("its taxes make 1.00");
    }

    @Test
    void all_amounts_of_a_rate_are_in_one_currency() throws InterruptedException {
        assertThat(refusalOfUnreconciled(
                        "tx-units",
                        "EUR",
                        "'taxExcludedAmount':{'unit':'EUR','value':10.00},'appliedTax':[{'taxCategory':'UNITS','taxRate':21,"
                                + "'taxAmount':{'unit':'USD','value':2.10}}]"))
                .contains("it has amounts in EUR and in USD");
    }

    @Test
    void a_rate_of_a_later_date_is_left_for_a_later_bill() throws InterruptedException {
        Documents.load(
                Documents.account("tx-later", "USD"),
                Documents.rate("tx-later-1", "tx-later", "USD", "10.00"),
                Documents.rate("tx-later-2", "tx-later", "USD", "20.00").replace("2026-05-01", "2099-05-01"));
        var request = OnDemandTest.finished(OnDemandTest.askFor("tx-later"));
        var bill = Api.get(request.at("/customerBill/href").textValue()).json();
        assertThat(amount(bill, "taxExcludedAmount")).isEqualByComparingTo("10.00");
        var next = OnDemandTest.finished(OnDemandTest.askFor("tx-later"));
        assertThat(next.path("stateReason").textValue()).isEqualTo("the account has nothing to bill");
    }
}
