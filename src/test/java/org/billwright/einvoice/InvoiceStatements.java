package org.billwright.einvoice;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import org.billwright.account.PostalAddress;
import org.billwright.account.TaxIdentification;
import org.billwright.issuer.BankAccount;
import org.billwright.issuer.PaperSize;
import org.billwright.proof.explanation.LineKind;
import org.billwright.statement.Amount;
import org.billwright.statement.Days;
import org.billwright.statement.Statement;
import org.billwright.statement.StatementKind;
import org.billwright.statement.StatementLine;
import org.billwright.statement.StatementParty;
import org.billwright.statement.StatementSection;
import org.billwright.statement.StatementStyle;
import org.billwright.statement.StatementTax;
import org.billwright.tax.TaxCategoryCode;

/** Statements from which e-invoices are made. */
final class InvoiceStatements {
    static final StatementParty SELLER =
            party("Telco Ejemplo, S.A.", "ES", new TaxIdentification("VAT", "ESA12345674"));
    static final StatementParty BUYER = party("Bäckerei Grün GmbH", "DE", new TaxIdentification("VAT", "DE123456788"));
    static final Days JUNE = new Days(LocalDate.of(2026, 6, 1), LocalDate.of(2026, 6, 30));

    private InvoiceStatements() {}

    static StatementParty party(String name, String country, TaxIdentification... taxIds) {
        return new StatementParty(
                Optional.of("P-1"),
                name,
                Optional.empty(),
                Optional.of(new PostalAddress(
                        Optional.of(name),
                        Optional.of("Calle Mayor 1"),
                        Optional.empty(),
                        Optional.of("Madrid"),
                        Optional.empty(),
                        Optional.of("28013"),
                        Optional.of(country))),
                List.of(taxIds));
    }

    /** A bill of two rates with a discount; 52.40 at 21 % and 10.00 at 10 %. */
    static Draft bill() {
        return new Draft()
                .line(line("L-1", "49.90", "S", "21").product("Fibra 1 Gb").period(JUNE))
                .line(line("L-2", "7.50", "S", "21").quantity("3", "GB", "2.50"))
                .line(line("L-3", "10.00", "S", "10"))
                .line(line("L-4", "-5.00", "S", "21"))
                .tax("S", "21", "52.40", "11.00")
                .tax("S", "10", "10.00", "1.00")
                .totals("62.40", "74.40");
    }

    /** A bill of one line with one tax. */
    static Draft bill(String code, String percent, String net, String tax, String gross) {
        return new Draft()
                .line(line("L-1", net, code, percent))
                .tax(code, percent, net, tax)
                .totals(net, gross);
    }

    /** A bill of so many lines of 1.00 with 21 %, each with a period and some with quantities. */
    static Draft ofLines(int count) {
        var draft = new Draft();
        for (int i = 1; i <= count; i++) {
            var line = line("L-" + i, "1.00", "S", "21").product("Product " + i).period(JUNE);
            draft.line(i % 2 == 0 ? line.quantity("4", "min", "0.25") : line);
        }
        var net = BigDecimal.valueOf(count).setScale(2);
        var tax = net.multiply(new BigDecimal("0.21")).setScale(2, RoundingMode.UNNECESSARY);
        return draft.tax("S", "21", net.toPlainString(), tax.toPlainString())
                .totals(net.toPlainString(), net.add(tax).toPlainString());
    }

    static DraftLine line(String id, String net, String code, String percent) {
        return new DraftLine(id, net, List.of(tax(code, percent, "0")));
    }

    /** A tax without a base; a category that needs a reason has one. An empty code or percentage is absent. */
    static StatementTax tax(String code, String percent, String amount) {
        var category = TaxCategoryCode.of(code);
        return new StatementTax(
                "VAT",
                Optional.empty(),
                Optional.of(percent).filter(of -> !of.isEmpty()).map(BigDecimal::new),
                category,
                category.filter(TaxCategoryCode::needsReason).map(of -> "Reason of " + of),
                Optional.empty(),
                new Amount("EUR", new BigDecimal(amount)));
    }

    /** A line that is being described. */
    static final class DraftLine {
        private final String id;
        private final String net;
        private final List<StatementTax> taxes;
        private Optional<String> product = Optional.empty();
        private String description;
        private Optional<Days> period = Optional.empty();
        private Optional<BigDecimal> quantity = Optional.empty();
        private Optional<String> unit = Optional.empty();
        private Optional<BigDecimal> unitPrice = Optional.empty();
        private boolean isInTotal = true;

        DraftLine(String id, String net, List<StatementTax> taxes) {
            this.id = id;
            this.net = net;
            this.taxes = taxes;
            this.description = "Line " + id;
        }

        DraftLine product(String name) {
            product = Optional.of(name);
            return this;
        }

        DraftLine description(String text) {
            description = text;
            return this;
        }

        DraftLine period(Days days) {
            period = Optional.of(days);
            return this;
        }

        /** A quantity, with the price of a unit, or an empty text if the amount is no multiple of a price. */
        DraftLine quantity(String number, String ofUnit, String price) {
            quantity = Optional.of(new BigDecimal(number));
            unit = Optional.of(ofUnit).filter(of -> !of.isEmpty());
            unitPrice = Optional.of(price).filter(of -> !of.isEmpty()).map(BigDecimal::new);
            return this;
        }

        DraftLine forInformation() {
            isInTotal = false;
            return this;
        }

        private StatementLine line(String currency) {
            return new StatementLine(
                    id,
                    LineKind.RECURRING,
                    Optional.empty(),
                    product,
                    description,
                    Optional.empty(),
                    period,
                    quantity,
                    unit,
                    unitPrice,
                    Optional.of(net).filter(of -> !of.isEmpty()).map(of -> new Amount(currency, new BigDecimal(of))),
                    Optional.empty(),
                    taxes,
                    isInTotal);
        }
    }

    private record DraftTax(StatementTax tax, String base) {}

    /** A statement that is being described. */
    static final class Draft {
        private final List<DraftLine> lines = new ArrayList<>();
        private final List<DraftTax> taxes = new ArrayList<>();
        private StatementKind kind = StatementKind.BILL;
        private String number = "2026-0042";
        private Locale language = Locale.ENGLISH;
        private StatementParty seller = SELLER;
        private StatementParty buyer = BUYER;
        private Optional<LocalDate> dueDate = Optional.of(LocalDate.of(2026, 7, 15));
        private Optional<Days> period = Optional.of(JUNE);
        private Optional<Statement.CorrectedBill> corrected = Optional.empty();
        private Optional<String> currency = Optional.of("EUR");
        private Optional<String> unit = Optional.empty();
        private int linesElsewhere;
        private Optional<String> net = Optional.empty();
        private Optional<String> gross = Optional.empty();
        private List<BankAccount> bankAccounts = List.of(new BankAccount(
                "DE89370400440532013000", Optional.of("COBADEFFXXX"), Optional.empty(), Optional.of("Telco Ejemplo")));
        private Optional<String> instruction = Optional.of("Indique el número de factura");

        Draft kind(StatementKind of) {
            kind = of;
            return this;
        }

        Draft number(String of) {
            number = of;
            return this;
        }

        Draft language(String tag) {
            language = Locale.forLanguageTag(tag);
            return this;
        }

        Draft seller(StatementParty party) {
            seller = party;
            return this;
        }

        Draft buyer(StatementParty party) {
            buyer = party;
            return this;
        }

        Draft terms(Optional<LocalDate> day, Optional<String> text) {
            dueDate = day;
            instruction = text;
            return this;
        }

        Draft period(Optional<Days> days) {
            period = days;
            return this;
        }

        Draft corrects(String of, LocalDate day) {
            corrected = Optional.of(new Statement.CorrectedBill(of, Optional.of(day)));
            return this;
        }

        Draft currency(String of) {
            currency = Optional.of(of).filter(code -> !code.isEmpty());
            return this;
        }

        /** The currency of the totals, where it is not that of the bill. */
        Draft amountsIn(String of) {
            unit = Optional.of(of);
            return this;
        }

        Draft bankAccounts(String... ibans) {
            bankAccounts = Stream.of(ibans)
                    .map(iban -> new BankAccount(iban, Optional.empty(), Optional.empty(), Optional.empty()))
                    .toList();
            return this;
        }

        Draft line(DraftLine of) {
            lines.add(of);
            return this;
        }

        Draft linesElsewhere(int count) {
            linesElsewhere = count;
            return this;
        }

        Draft tax(String code, String percent, String base, String amount) {
            return tax(InvoiceStatements.tax(code, percent, amount), base);
        }

        /** A tax of the bill; an empty base is absent. */
        Draft tax(StatementTax of, String base) {
            taxes.add(new DraftTax(of, base));
            return this;
        }

        private StatementTax tax(DraftTax draft) {
            var of = draft.tax();
            return new StatementTax(
                    of.category(),
                    of.jurisdiction(),
                    of.percent(),
                    of.code(),
                    of.exemptionReason(),
                    Optional.of(draft.base()).filter(base -> !base.isEmpty()).map(this::amount),
                    amount(of.amount().value().toPlainString()));
        }

        /** Other lines than before. */
        Draft lines(DraftLine... of) {
            lines.clear();
            lines.addAll(List.of(of));
            return this;
        }

        /** Without the taxes so far. */
        Draft withoutTaxes() {
            taxes.clear();
            return this;
        }

        /** The totals; an empty one is absent. */
        Draft totals(String taxExcluded, String taxIncluded) {
            net = Optional.of(taxExcluded).filter(of -> !of.isEmpty());
            gross = Optional.of(taxIncluded).filter(of -> !of.isEmpty());
            return this;
        }

        private Amount amount(String value) {
            return new Amount(unit.or(() -> currency).orElse("EUR"), new BigDecimal(value));
        }

        /** The invoice of the statement, which is possible. */
        EInvoice.Made invoice() {
            return switch (EInvoices.of(statement())) {
                case EInvoice.Made made -> made;
                case EInvoice.NotPossible(var reasons) -> throw new AssertionError(reasons);
            };
        }

        /** The reasons why there is no invoice; none if there is one. */
        List<String> reasons() {
            return switch (EInvoices.of(statement())) {
                case EInvoice.Made made -> List.of();
                case EInvoice.NotPossible(var reasons) -> reasons;
            };
        }

        Statement statement() {
            var made = lines.stream()
                    .map(line -> line.line(currency.orElse("EUR")))
                    .toList();
            var section = new StatementSection(
                    Optional.empty(),
                    List.of(new StatementSection.Group(LineKind.RECURRING, made, Optional.empty())),
                    Optional.empty());
            return new Statement(
                    kind,
                    "B-1",
                    number,
                    language,
                    seller,
                    buyer,
                    Optional.of(new Statement.StatementAccount("BA-1", Optional.empty())),
                    LocalDate.of(2026, 7, 1),
                    dueDate,
                    period,
                    corrected,
                    Optional.empty(),
                    currency,
                    List.of(section),
                    made.size() + linesElsewhere,
                    taxes.stream().map(this::tax).toList(),
                    net.map(this::amount),
                    gross.map(this::amount),
                    gross.map(this::amount),
                    List.of(),
                    Optional.empty(),
                    Optional.empty(),
                    List.of(),
                    new Statement.Settlement(
                            "sent",
                            Optional.empty(),
                            List.of(),
                            List.of(),
                            List.of(),
                            Optional.empty(),
                            Optional.empty()),
                    new Statement.Payment(bankAccounts, instruction, Optional.empty(), Optional.empty()),
                    new StatementStyle("#1f5f8b", PaperSize.A4, Optional.empty()));
        }
    }
}
