package org.billwright.einvoice;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.billwright.account.TaxIdentification;
import org.billwright.billing.Billing;
import org.billwright.billing.BillingResult;
import org.billwright.billing.Charge;
import org.billwright.einvoice.InvoiceStatements.Draft;
import org.billwright.einvoice.InvoiceStatements.DraftLine;
import org.billwright.money.Money;
import org.billwright.property.Generators;
import org.billwright.statement.Amount;
import org.billwright.statement.StatementKind;
import org.billwright.statement.StatementTax;
import org.billwright.tax.AppliedTax;
import org.billwright.tax.Tax;
import org.billwright.tax.TaxCategoryCode;
import org.billwright.tax.TaxPolicy;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.quicktheories.core.Gen;
import org.quicktheories.generators.SourceDSL;

/** Any bill that billing makes is an invoice, unless it is of what EN 16931 has no place for. */
@Tag("slow")
class EInvoiceProperties {
    private static final List<Tax> TAXES = List.of(
            tax(TaxCategoryCode.S, "21"),
            tax(TaxCategoryCode.S, "10"),
            tax(TaxCategoryCode.S, "5.5"),
            tax(TaxCategoryCode.Z, "0"),
            tax(TaxCategoryCode.E, "0"),
            tax(TaxCategoryCode.AE, "0"),
            tax(TaxCategoryCode.K, "0"),
            tax(TaxCategoryCode.G, "0"),
            tax(TaxCategoryCode.O, "0"));

    /** A bill, and what it was calculated from. */
    private record Bill(String currency, StatementKind kind, List<Charge> charges) {
        List<Charge> inBalance() {
            return charges.stream().filter(Charge::inBalance).toList();
        }

        private List<TaxCategoryCode> categories() {
            return inBalance().stream()
                    .map(charge -> charge.taxes().getFirst().tax().code().orElseThrow())
                    .distinct()
                    .toList();
        }

        /** EN 16931 has two decimals at most (BR-DEC), and O with no other category (BR-O-11). */
        boolean isPossible() {
            return !currency.equals("BHD")
                    && (categories().size() == 1 || !categories().contains(TaxCategoryCode.O));
        }
    }

    private static Tax tax(TaxCategoryCode code, String percent) {
        return new Tax(
                "VAT",
                Optional.empty(),
                Optional.of(new BigDecimal(percent)),
                Optional.of(code),
                code.needsReason() ? Optional.of("Reason of " + code) : Optional.empty());
    }

    private static Gen<Bill> bills() {
        var kinds = Generators.oneOf(List.of(StatementKind.BILL, StatementKind.CREDIT_NOTE, StatementKind.SELF_BILLED));
        var charges = Generators.oneOf(List.of("EUR", "JPY", "USD", "BHD"))
                .flatMap(currency -> SourceDSL.lists()
                        .of(charge(currency))
                        .ofSizeBetween(1, 12)
                        .map(of -> new Bill(currency, StatementKind.BILL, of)));
        return charges.flatMap(bill -> kinds.map(kind -> new Bill(bill.currency(), kind, bill.charges())));
    }

    private static Gen<Charge> charge(String currency) {
        var amounts = Generators.decimals(4, Generators.integers(0, 8));
        var taxes = Generators.oneOf(TAXES).mix(Generators.oneOf(TAXES.subList(0, 3)), 70);
        var oneInSix = Generators.integers(0, 5);
        return in -> {
            var tax = taxes.generate(in);
            boolean isIncluded =
                    oneInSix.generate(in) == 0 && tax.percent().orElseThrow().signum() > 0;
            var percent = new AppliedTax.Percent(tax.percent().orElseThrow(), 0, isIncluded);
            return new Charge(
                    "r" + oneInSix.generate(in),
                    currency,
                    amounts.generate(in),
                    oneInSix.generate(in) > 0,
                    List.of(new AppliedTax(tax, percent, Optional.empty(), TaxPolicy.COMPUTED)));
        };
    }

    private static Draft draft(Bill bill, BillingResult.Billed billed) {
        var seller = InvoiceStatements.party(
                "Telco", "ES", new TaxIdentification("VAT", "ESA12345674"), new TaxIdentification("CRN", "M-1234"));
        var draft = new Draft()
                .kind(bill.kind())
                .corrects("2026-0041", LocalDate.of(2026, 6, 1))
                .seller(seller)
                .currency(bill.currency());
        IntStream.range(0, billed.lines().size())
                .forEach(i -> draft.line(line("L-" + i, billed.lines().get(i))));
        billed.taxItems().forEach(item -> draft.tax(statementTax(item), base(item.tax(), billed)));
        return draft.totals(text(billed.taxExcluded()), text(billed.taxIncluded()));
    }

    private static DraftLine line(String id, BillingResult.TaxedCharge line) {
        var draft = new DraftLine(
                        id,
                        text(line.taxExcluded()),
                        line.taxes().stream()
                                .map(EInvoiceProperties::statementTax)
                                .toList())
                .quantity("1", "", line.charge().price().toPlainString());
        return line.charge().inBalance() ? draft : draft.forInformation();
    }

    private static StatementTax statementTax(BillingResult.TaxAmount tax) {
        return new StatementTax(
                tax.tax().category(),
                tax.tax().jurisdictionName(),
                tax.tax().percent(),
                tax.tax().code(),
                tax.tax().exemptionReason(),
                Optional.empty(),
                new Amount(tax.amount().unit(), tax.amount().value()));
    }

    private static String base(Tax tax, BillingResult.Billed billed) {
        return billed.lines().stream()
                .filter(line -> line.charge().inBalance())
                .filter(line -> line.taxes().getFirst().tax().equals(tax))
                .map(line -> line.taxExcluded().value())
                .reduce(BigDecimal.ZERO, BigDecimal::add)
                .toPlainString();
    }

    private static String text(Money amount) {
        return amount.value().toPlainString();
    }

    private static Optional<Draft> billed(Bill bill) {
        return switch (Billing.bill(bill.currency(), bill.charges())) {
            case BillingResult.Billed billed -> Optional.of(draft(bill, billed));
            case BillingResult.NothingDue nothing -> Optional.empty();
            case BillingResult.NotBillable(var reason) -> throw new AssertionError(reason);
        };
    }

    @Test
    void a_bill_is_an_invoice_unless_it_has_three_decimals_or_mixes_O() {
        Generators.examples(500)
                .forAll(bills())
                .checkAssert(bill -> billed(bill)
                        .ifPresent(draft -> assertThat(draft.reasons().isEmpty())
                                .as(draft.reasons().toString())
                                .isEqualTo(bill.isPossible())));
    }

    @Test
    void an_invoice_of_any_bill_is_valid() {
        Generators.examples(40)
                .forAll(bills().assuming(Bill::isPossible))
                .checkAssert(bill -> billed(bill)
                        .ifPresent(draft ->
                                assertThat(Validators.failures(draft.invoice())).isEmpty()));
    }
}
