package org.billwright.statement;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.LocalDate;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.billwright.account.PostalAddress;
import org.billwright.account.TaxIdentification;
import org.billwright.issuer.BankAccount;
import org.billwright.issuer.IssuerLogo;
import org.billwright.issuer.PaperSize;
import org.billwright.proof.explanation.LineKind;
import org.billwright.tax.TaxCategoryCode;

/** Makes statements for tests: each has the parts of an ordinary bill until they are set otherwise. */
public final class SampleStatements {
    private static final List<String> RECURRING = List.of(
            "Fiber 600 Mbit/s",
            "Mobile Unlimited",
            "Router rental",
            "TV channels Plus",
            "Fixed public address",
            "Cloud storage 200 GB");
    private static final List<String> USAGE = List.of(
            "Calls to other networks",
            "International calls to Mexico",
            "Roaming data in zone 2",
            "Text messages abroad");
    private static final LocalDate DATE = LocalDate.of(2026, 6, 17);

    private final List<StatementLine> lines = new ArrayList<>();
    private StatementKind kind = StatementKind.BILL;
    private String number = "B-2026-000123";
    private Locale language = Locale.forLanguageTag("en-US");
    private String currency = "USD";
    private StatementParty seller = new StatementParty(
            Optional.empty(),
            "Caribe Telecom, Inc.",
            Optional.of("Caribe Telecom"),
            Optional.of(address("Caribe Telecom, Inc.", "1250 Avenida Ponce de León", "San Juan", "PR 00907", "PR")),
            List.of(new TaxIdentification("VAT", "PR660123456")));
    private StatementParty receiver = new StatementParty(
            Optional.of("P1"),
            "María Rivera Ortiz",
            Optional.empty(),
            Optional.of(address("María Rivera Ortiz", "27 Calle del Cristo, Apt. 4", "San Juan", "PR 00901", "PR")),
            List.of());
    private Optional<Statement.StatementAccount> account =
            Optional.of(new Statement.StatementAccount("A-10077", Optional.empty()));
    private Optional<LocalDate> dueDate = Optional.of(LocalDate.of(2026, 7, 8));
    private Optional<Days> period = Optional.of(new Days(LocalDate.of(2026, 5, 17), LocalDate.of(2026, 6, 16)));
    private Optional<Statement.CorrectedBill> corrected = Optional.empty();
    private BigDecimal percent = new BigDecimal("11.5");
    private Optional<Statement.Balance> balance = Optional.empty();
    private Optional<Statement.Changes> changes = Optional.empty();
    private List<Statement.MonthAmount> history = List.of();
    private List<BankAccount> accounts = List.of();
    private Optional<String> instruction = Optional.empty();
    private Optional<String> url = Optional.empty();
    private Optional<String> footer = Optional.empty();
    private Optional<IssuerLogo> logo = Optional.empty();
    private PaperSize paper = PaperSize.A4;
    private int more;
    private boolean isBare;

    private SampleStatements() {}

    /** A bill without lines. */
    public static SampleStatements bill() {
        return new SampleStatements();
    }

    private static PostalAddress address(String name, String street, String city, String code, String country) {
        return new PostalAddress(
                Optional.of(name),
                Optional.of(street),
                Optional.empty(),
                Optional.of(city),
                Optional.empty(),
                Optional.of(code),
                Optional.of(country));
    }

    public SampleStatements kind(StatementKind of) {
        kind = of;
        return this;
    }

    public SampleStatements number(String of) {
        number = of;
        return this;
    }

    public SampleStatements language(String tag) {
        language = Locale.forLanguageTag(tag);
        return this;
    }

    public SampleStatements currency(String code) {
        currency = code;
        return this;
    }

    public SampleStatements percent(String of) {
        percent = new BigDecimal(of);
        return this;
    }

    public SampleStatements paper(PaperSize of) {
        paper = of;
        return this;
    }

    public SampleStatements seller(String name) {
        seller = new StatementParty(
                Optional.empty(), name, Optional.empty(), seller.address().map(of -> named(of, name)), seller.taxIds());
        return this;
    }

    public SampleStatements receiver(String name) {
        receiver = new StatementParty(
                receiver.id(),
                name,
                Optional.empty(),
                receiver.address().map(of -> named(of, name)),
                receiver.taxIds());
        return this;
    }

    private static PostalAddress named(PostalAddress of, String name) {
        return new PostalAddress(
                Optional.of(name),
                of.street1(),
                of.street2(),
                of.city(),
                of.stateOrProvince(),
                of.postCode(),
                of.country());
    }

    public SampleStatements corrects(String other) {
        corrected = Optional.of(new Statement.CorrectedBill(other, Optional.of(LocalDate.of(2026, 5, 17))));
        return this;
    }

    public SampleStatements bankAccount(String iban) {
        accounts = List.of(new BankAccount(
                iban, Optional.of("COBADEFFXXX"), Optional.of("Commerzbank"), Optional.of("Caribe Telecom")));
        return this;
    }

    public SampleStatements instruction(String text) {
        instruction = Optional.of(text);
        return this;
    }

    public SampleStatements url(String of) {
        url = Optional.of(of);
        return this;
    }

    public SampleStatements footer(String text) {
        footer = Optional.of(text);
        return this;
    }

    public SampleStatements logo(String mimeType, String base64) {
        logo = Optional.of(new IssuerLogo(mimeType, base64));
        return this;
    }

    /** More lines that the bill has and the statement has not. */
    public SampleStatements more(int number) {
        more = number;
        return this;
    }

    /** Every optional part is empty. */
    public SampleStatements bare() {
        isBare = true;
        dueDate = Optional.empty();
        period = Optional.empty();
        account = Optional.empty();
        seller = new StatementParty(Optional.empty(), "Caribe Telecom", Optional.empty(), Optional.empty(), List.of());
        receiver = new StatementParty(Optional.empty(), "María", Optional.empty(), Optional.empty(), List.of());
        return this;
    }

    public SampleStatements history(String... amounts) {
        history = new ArrayList<>();
        for (int i = 0; i < amounts.length; i++) {
            var month = YearMonth.from(DATE).minusMonths(amounts.length - 1L - i);
            history.add(new Statement.MonthAmount(month, amount(amounts[i])));
        }
        return this;
    }

    public SampleStatements balance(String previous, String paid, String adjustments, String charges) {
        var forward = new BigDecimal(previous).subtract(new BigDecimal(paid)).add(new BigDecimal(adjustments));
        balance = Optional.of(new Statement.Balance(
                amount(previous), amount(paid), amount(adjustments), new Amount(currency, forward), amount(charges)));
        return this;
    }

    /** Causes of the difference: texts and amounts alternate. */
    public SampleStatements changes(String... textsAndAmounts) {
        var causes = new ArrayList<Statement.Change>();
        for (int i = 0; i < textsAndAmounts.length; i += 2) {
            causes.add(new Statement.Change(textsAndAmounts[i], amount(textsAndAmounts[i + 1])));
        }
        var difference = causes.stream().map(Statement.Change::amount).reduce(Amount::plus);
        changes = Optional.of(new Statement.Changes(
                "B-2026-000098",
                Optional.of(LocalDate.of(2026, 5, 17)),
                amount("95.20"),
                difference.orElseGet(() -> amount("0")),
                causes));
        return this;
    }

    /** A line that belongs to the total. */
    public SampleStatements line(String description, String net) {
        return line(LineKind.RECURRING, Optional.empty(), description, net, true);
    }

    /** A line. */
    public SampleStatements line(
            LineKind of, Optional<String> product, String description, String net, boolean isInTotal) {
        int index = lines.size();
        var value = new BigDecimal(net);
        boolean isUsage = of == LineKind.USAGE;
        boolean isDated = isUsage || of == LineKind.ONE_OFF || of == LineKind.ADJUSTMENT;
        lines.add(new StatementLine(
                "R%06d".formatted(index),
                of,
                product,
                product,
                description,
                isDated && !isBare ? Optional.of(DATE.minusDays(index % 28)) : Optional.empty(),
                isDated || isBare ? Optional.empty() : period,
                isUsage ? Optional.of(new BigDecimal(3 + index)) : Optional.empty(),
                isUsage ? Optional.of("min") : Optional.empty(),
                isUsage ? Optional.of(new BigDecimal("0.0525")) : Optional.empty(),
                isBare && index % 2 == 1 ? Optional.empty() : Optional.of(new Amount(currency, value)),
                Optional.empty(),
                isBare ? List.of() : List.of(tax(Optional.empty(), new Amount(currency, tax(value)))),
                isInTotal));
        return this;
    }

    /** Many lines of three products and all kinds. */
    public SampleStatements lines(int count) {
        for (int i = 0; i < count; i++) {
            var product = Optional.of("Line +1 787 555 010" + i % 3);
            switch (i % 5) {
                case 0 ->
                    line(LineKind.RECURRING, product, RECURRING.get(i % RECURRING.size()), "3" + i % 7 + ".90", true);
                case 3 -> line(LineKind.ONE_OFF, product, "Activation", "12.00", true);
                case 4 ->
                    line(
                            i % 10 == 4 ? LineKind.DISCOUNT : LineKind.ADJUSTMENT,
                            product,
                            i % 10 == 4 ? "Loyalty discount" : "Credit for an interruption",
                            "-2.50",
                            true);
                default -> line(LineKind.USAGE, product, USAGE.get(i % USAGE.size()), "1." + (10 + i % 80), true);
            }
        }
        return this;
    }

    private Amount amount(String value) {
        return new Amount(currency, new BigDecimal(value));
    }

    private BigDecimal tax(BigDecimal net) {
        var decimals = switch (currency) {
            case "JPY" -> 0;
            case "BHD" -> 3;
            default -> 2;
        };
        return net.multiply(percent).movePointLeft(2).setScale(decimals, RoundingMode.HALF_UP);
    }

    private StatementTax tax(Optional<Amount> base, Amount amount) {
        return new StatementTax(
                "IVU",
                Optional.of("Puerto Rico"),
                Optional.of(percent),
                Optional.of(TaxCategoryCode.S),
                Optional.empty(),
                base,
                amount);
    }

    /** The statement, with totals of its lines. */
    public Statement statement() {
        var net = sum(lines);
        var tax = new Amount(currency, tax(net.value()));
        var gross = net.plus(tax);
        var due = balance.map(of -> of.broughtForward().plus(of.charges())).orElse(gross);
        return new Statement(
                kind,
                "bill-1",
                number,
                language,
                seller,
                receiver,
                account,
                DATE,
                dueDate,
                period,
                corrected,
                Optional.empty(),
                isBare ? Optional.empty() : Optional.of(currency),
                SectionBuilder.sections(lines),
                lines.size() + more,
                isBare ? List.of() : List.of(tax(Optional.of(net), tax)),
                isBare ? Optional.empty() : Optional.of(net),
                isBare ? Optional.empty() : Optional.of(gross),
                isBare ? Optional.empty() : Optional.of(due),
                categories(),
                balance,
                changes,
                history,
                new Statement.Settlement(
                        "new", Optional.empty(), List.of(), List.of(), List.of(), Optional.empty(), Optional.empty()),
                new Statement.Payment(accounts, instruction, url, footer),
                new StatementStyle(StatementStyle.DEFAULT_COLOR, paper, logo));
    }

    private Amount sum(List<StatementLine> of) {
        return of.stream()
                .filter(StatementLine::isInTotal)
                .flatMap(line -> line.taxExcluded().stream())
                .reduce(new Amount(currency, BigDecimal.ZERO), Amount::plus);
    }

    private List<Statement.CategoryAmount> categories() {
        Map<LineKind, List<StatementLine>> kinds = new EnumMap<>(LineKind.class);
        lines.forEach(line ->
                kinds.computeIfAbsent(line.kind(), first -> new ArrayList<>()).add(line));
        return kinds.entrySet().stream()
                .map(of -> new Statement.CategoryAmount(of.getKey(), sum(of.getValue())))
                .toList();
    }
}
