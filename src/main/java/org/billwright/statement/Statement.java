package org.billwright.statement;

import java.time.LocalDate;
import java.time.YearMonth;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.billwright.issuer.BankAccount;
import org.billwright.proof.explanation.LineKind;

/**
 * A bill as its receiver reads it. Days are those of the account's time zone.
 *
 * @param number the bill's number, or its id
 * @param language of texts, and by which amounts and days are written
 * @param correctedBill the number of the bill that it corrects
 * @param description a text for the receiver, such as why something is credited
 * @param sections the lines, or the first of them
 * @param totalLines how many lines the bill has
 * @param categories the amounts without taxes by kind of line
 * @param balance how the balance of earlier bills is part of the amount due
 * @param changes why it differs from the bill before it
 * @param history the amounts with taxes of the account's bills to the same parties, of at most twelve months that end with this bill's, oldest
 *     first
 * @param settlement what has happened since it was made
 */
public record Statement(
        StatementKind kind,
        String billId,
        String number,
        Locale language,
        StatementParty seller,
        StatementParty receiver,
        Optional<StatementAccount> account,
        LocalDate billDate,
        Optional<LocalDate> dueDate,
        Optional<Days> period,
        Optional<CorrectedBill> correctedBill,
        Optional<String> description,
        Optional<String> currency,
        List<StatementSection> sections,
        int totalLines,
        List<StatementTax> taxes,
        Optional<Amount> taxExcluded,
        Optional<Amount> taxIncluded,
        Optional<Amount> amountDue,
        List<CategoryAmount> categories,
        Optional<Balance> balance,
        Optional<Changes> changes,
        List<MonthAmount> history,
        Settlement settlement,
        Payment payment,
        StatementStyle style) {
    /** The billing account. */
    public record StatementAccount(String id, Optional<String> name) {}

    /** A bill that this one corrects. */
    public record CorrectedBill(String number, Optional<LocalDate> billDate) {}

    /** What lines of a kind come to without taxes. */
    public record CategoryAmount(LineKind kind, Amount amount) {}

    /** The parts of an amount due with the balance of earlier bills; the first, less the second, plus the third is the fourth. */
    public record Balance(
            Amount previousBalance,
            Amount paymentsReceived,
            Amount adjustments,
            Amount broughtForward,
            Amount charges) {}

    /** The bill before this one, and the causes of the difference between the amounts due. */
    public record Changes(
            String previousNumber,
            Optional<LocalDate> previousDate,
            Amount previousAmount,
            Amount difference,
            List<Change> causes) {}

    /** A cause, as a sentence. */
    public record Change(String text, Amount amount) {}

    /** What the account's bills of a month come to with taxes. */
    public record MonthAmount(YearMonth month, Amount amount) {}

    /**
     * What has happened to the bill. A document that is made once has of it what was open when it was made.
     *
     * @param replacedBy the number of the bill that replaces it
     */
    public record Settlement(
            String state,
            Optional<Amount> remaining,
            List<Applied> payments,
            List<String> creditNotes,
            List<Applied> carriedForward,
            Optional<Amount> disputed,
            Optional<String> replacedBy) {}

    /** The amount that matters most, and the key of its name in the texts. */
    public record Headline(String label, Optional<Amount> amount) {}

    /** A part of the amount due that was paid, or that another bill asks for. */
    public record Applied(String name, Amount amount) {}

    /**
     * How it is paid.
     *
     * @param instruction the issuer's own text
     * @param url where it can be paid
     * @param footer the issuer's text at the end of each page
     */
    public record Payment(
            List<BankAccount> bankAccounts,
            Optional<String> instruction,
            Optional<String> url,
            Optional<String> footer) {}

    /** What is to be paid: what is open where that is known, or else the amount due. */
    public Optional<Amount> toPay() {
        return settlement.remaining().or(this::amountDue);
    }

    /** The part of the amount due that is paid or credited already; empty where there is none. */
    public Optional<Amount> settled() {
        return amountDue
                .filter(due -> due.signum() > 0)
                .flatMap(due -> settlement.remaining().map(open -> due.plus(open.negated())))
                .filter(part -> part.signum() > 0);
    }

    /** Whether somebody is to pay something by this bill. */
    public boolean isToBePaid() {
        boolean asks = kind != StatementKind.CREDIT_NOTE && kind != StatementKind.TRIAL;
        return asks && toPay().filter(open -> open.signum() > 0).isPresent();
    }

    /** The amount that matters most: what is to be paid, or what is given back. A bill of another system may not have it. */
    public Headline headline() {
        var amount = amountDue.or(() -> taxIncluded);
        if (kind == StatementKind.CREDIT_NOTE) {
            return new Headline("amountCredited", amount.map(of -> of.signum() < 0 ? of.negated() : of));
        }
        if (amount.filter(of -> of.signum() < 0).isPresent()) {
            return new Headline("creditBalance", amount.map(Amount::negated));
        }
        if (settled().isPresent()) {
            return new Headline("remaining", toPay());
        }
        return new Headline(amountDue.isPresent() ? "amountDue" : "totalWithTaxes", amount);
    }

    /** The number of lines in the sections. */
    public int lineCount() {
        return sections.stream()
                .flatMap(section -> section.groups().stream())
                .mapToInt(group -> group.lines().size())
                .sum();
    }
}
