package org.billwright.billing;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.nio.charset.StandardCharsets;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.billwright.account.Account;
import org.billwright.json.Json;
import org.billwright.money.Money;
import org.billwright.tax.Tax;
import org.billwright.tax.TaxPolicy;
import org.billwright.tax.TaxRule;
import org.billwright.tax.TaxTable;
import org.junit.jupiter.api.Test;

/** Random accounts under every policy and kind of tax: lines add up to taxes, and both to the bill, in whatever order the rates come. */
class BillPoliciesTest {
    private static final int ACCOUNTS = 10_000;
    private static final OffsetDateTime BILL_DATE = OffsetDateTime.parse("2026-03-01T00:00:00Z");
    private static final List<String> CURRENCIES = List.of("JPY", "EUR", "BHD");
    private static final List<String> KINDS = List.of(
            "none",
            "NET",
            "NET,OTHER",
            "GROSS",
            "NET,ONTOP",
            "LEVY",
            "NET,LEVY",
            "NET,WITHHELD",
            "GROSS,WITHHELD",
            "CITY",
            "NOTAX");

    /** The rates of taxes without a rule. */
    private static final Map<String, BigDecimal> PERCENTS = Map.of(
            "NET", new BigDecimal("19"),
            "OTHER", new BigDecimal("5.5"),
            "CITY", new BigDecimal("4"),
            "NOTAX", new BigDecimal("19"));

    private final Random random = new Random(678);

    private static TaxRule rule(String category, String members) {
        return TaxRule.of(json("{'id':'" + category + "','taxCategory':'" + category + "'," + members + "}"));
    }

    private static ObjectNode json(String text) {
        return Json.read(text.replace('\'', '"').getBytes(StandardCharsets.UTF_8));
    }

    /** NET, OTHER and CITY have no rule: their rate is that of the line. */
    private static TaxTable table(String currency, TaxPolicy policy) {
        var rules = new ArrayList<TaxRule>();
        rules.add(rule("GROSS", "'taxRate':21,'basis':'gross'"));
        rules.add(rule("ONTOP", "'taxRate':7.25,'order':1"));
        rules.add(rule("WITHHELD", "'taxRate':15,'withheld':true"));
        rules.add(rule("LEVY", "'basis':'line','taxAmount':{'unit':'" + currency + "','value':2}"));
        return new TaxTable(rules, policy);
    }

    private static Account account(String currency) {
        return Account.of(json("{'id':'A','currency':'" + currency
                + "','taxExemption':[{'certificateNumber':'C-1','taxCategory':'NOTAX'}]}"));
    }

    /** Up to 14 digits, so that a sum of eight has no more than the 15 of an amount; 0 to 8 decimals, zero, negative: few digits are as likely as many. */
    private BigDecimal price() {
        int decimals = random.nextInt(9);
        int digits = 1 + random.nextInt(random.nextBoolean() ? 4 : decimals < 3 ? 11 : 14);
        var value = new BigDecimal(new BigInteger(Math.max(1, digits * 10 / 3), random), decimals);
        return random.nextInt(4) == 0 ? value.negate() : value;
    }

    private ObjectNode rate(int number, String currency, String kind) {
        var price = price();
        boolean isIncluded = kind.startsWith("GROSS");
        var rate = Json.object().put("id", "r" + number);
        rate.putObject(isIncluded ? "taxIncludedAmount" : "taxExcludedAmount")
                .put("unit", currency)
                .put("value", price);
        var taxes = rate.putArray("appliedTax");
        if (!kind.equals("none")) {
            for (var name : kind.equals("CITY") ? List.of("NY", "NYC") : List.of("")) {
                Pattern.compile(",").splitAsStream(kind).forEach(category -> {
                    var tax = taxes.addObject().put("taxCategory", category);
                    if (!name.isEmpty()) {
                        tax.put("jurisdictionName", name);
                    }
                    Optional.ofNullable(PERCENTS.get(category)).ifPresent(percent -> tax.put("taxRate", percent));
                });
            }
        }
        return rate;
    }

    /** Each tax as rating computes it for the line alone: rounded, half of them up by less than a minor unit. */
    private void addRated(ObjectNode rate, Charge charge, String currency) {
        var exact = ExactTaxes.of(charge);
        for (var applied : rate.path("appliedTax")) {
            var tax = charge.taxes().stream()
                    .filter(t -> t.tax()
                                    .category()
                                    .equals(applied.path("taxCategory").asText())
                            && t.tax()
                                    .jurisdictionName()
                                    .orElse("")
                                    .equals(applied.path("jurisdictionName").asText("")))
                    .findFirst()
                    .orElseThrow();
            var amount = tax.tax().exemptionReason().isPresent()
                    ? BigDecimal.ZERO
                    : exact.getOrDefault(tax.tax(), BigDecimal.ZERO)
                            .setScale(
                                    Money.minorDigits(currency),
                                    random.nextBoolean() ? RoundingMode.HALF_UP : RoundingMode.DOWN);
            ((ObjectNode) applied).putObject("taxAmount").put("unit", currency).put("value", amount);
        }
    }

    private List<ObjectNode> rates(String currency, TaxPolicy policy) {
        var charges = new RateCharges(table(currency, TaxPolicy.COMPUTED), account(currency), BILL_DATE);
        return IntStream.range(0, 1 + random.nextInt(8))
                .mapToObj(i -> {
                    var kind = KINDS.get(random.nextInt(KINDS.size()));
                    if (policy == TaxPolicy.AS_RATED && kind.equals("NOTAX")) {
                        kind = "NET";
                    }
                    var rate = rate(i, currency, kind);
                    if (policy == TaxPolicy.AS_RATED) {
                        addRated(rate, charges.of(rate), currency);
                    }
                    return rate;
                })
                .toList();
    }

    @Test
    void lines_taxes_and_bill_add_up_under_every_policy_in_any_order() {
        for (int i = 0; i < ACCOUNTS; i++) {
            var currency = CURRENCIES.get(i % CURRENCIES.size());
            var policy = i % 2 == 0 ? TaxPolicy.COMPUTED : TaxPolicy.AS_RATED;
            var table = table(currency, policy);
            var charges = new RateCharges(table, account(currency), BILL_DATE);
            var list = rates(currency, policy).stream().map(charges::of).toList();
            var result = Billing.bill(currency, list);
            assertThat(result).as("account " + i).isInstanceOf(BillingResult.Billed.class);
            var bill = (BillingResult.Billed) result;
            assertAddsUp(bill, policy, Money.minorUnit(currency));
            var shuffled = new ArrayList<>(list);
            Collections.shuffle(shuffled, random);
            assertThat(ordered((BillingResult.Billed) Billing.bill(currency, shuffled)))
                    .as("account " + i)
                    .isEqualTo(ordered(bill));
        }
    }

    private static void assertAddsUp(BillingResult.Billed bill, TaxPolicy policy, BigDecimal minorUnit) {
        var lines = bill.lines();
        var net = sum(lines, line -> line.taxExcluded().value());
        var gross = sum(lines, line -> line.taxIncluded().value());
        var taxes = sum(bill.taxItems(), item -> item.amount().value());
        assertThat(bill.taxExcluded().value()).isEqualByComparingTo(net);
        assertThat(bill.taxIncluded().value()).isEqualByComparingTo(gross).isEqualByComparingTo(net.add(taxes));
        var parts = new HashMap<Tax, BigDecimal>();
        lines.forEach(line ->
                line.taxes().forEach(tax -> parts.merge(tax.tax(), tax.amount().value(), BigDecimal::add)));
        bill.taxItems().forEach(item -> assertThat(item.amount().value()).isEqualByComparingTo(parts.get(item.tax())));
        assertThat(bill.taxItems()).hasSize(parts.size());
        for (var line : lines) {
            assertThat(line.taxIncluded().value())
                    .isEqualByComparingTo(line.taxExcluded()
                            .value()
                            .add(sum(line.taxes(), tax -> tax.amount().value())));
            if (policy == TaxPolicy.AS_RATED) {
                line.charge()
                        .taxes()
                        .forEach(tax -> assertThat(line.taxes().stream()
                                        .filter(t -> t.tax().equals(tax.tax()))
                                        .findFirst()
                                        .orElseThrow()
                                        .amount()
                                        .value())
                                .as("what rating computed is kept")
                                .isEqualByComparingTo(tax.rated().orElseThrow()));
            } else if (line.charge().hasTaxIncluded()
                    && line.charge().taxes().stream().allMatch(tax -> tax.isIncluded())) {
                assertThat(line.taxIncluded()
                                .value()
                                .subtract(line.charge().price())
                                .abs())
                        .as("a price with its tax is rounded by less than a minor unit")
                        .isLessThan(minorUnit);
            }
        }
    }

    private static <T> BigDecimal sum(List<T> parts, Function<T, BigDecimal> amount) {
        return parts.stream().map(amount).reduce(BigDecimal.ZERO, BigDecimal::add);
    }

    /** The bill, with its lines by id and its taxes by name. */
    private static Object ordered(BillingResult.Billed bill) {
        return List.of(
                bill.taxExcluded(),
                bill.taxIncluded(),
                bill.taxItems(),
                bill.lines().stream()
                        .sorted(Comparator.comparing(line -> line.charge().id()))
                        .toList());
    }
}
