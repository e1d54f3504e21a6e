package org.billwright.statement;

import static org.billwright.json.JsonValues.text;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.billwright.account.Account;
import org.billwright.bill.BillShape;
import org.billwright.bill.BillStore;
import org.billwright.dispute.DisputeStore;
import org.billwright.issuer.Issuer;
import org.billwright.issuer.IssuerStore;
import org.billwright.json.JsonValues;
import org.billwright.json.RelatedParties;
import org.billwright.money.Money;
import org.billwright.proof.explanation.BillFacts;
import org.billwright.proof.explanation.Explanation;
import org.billwright.rate.RateStore;
import org.jdbi.v3.core.Handle;

/** Reads the statement of a bill from the database. */
public final class StatementReader {
    /** The maximum number of lines of a statement. */
    public static final int MAX_LINES = 100_000;

    private final Handle tx;
    private final String tenant;

    private final Optional<Issuer> issuer;

    private StatementReader(Handle tx, String tenant) {
        this.tx = tx;
        this.tenant = tenant;
        this.issuer = IssuerStore.find(tx, tenant).map(IssuerStore.StoredIssuer::issuer);
    }

    /** Reads statements of a tenant in a transaction. The issuer is read once. */
    public static StatementReader of(Handle tx, String tenant) {
        return new StatementReader(tx, tenant);
    }

    /**
     * The statement of a bill; empty where there is none with this id.
     *
     * @param language that is wanted, if it is not that of the account
     */
    public Optional<Statement> read(String bill, Optional<String> language) {
        return BillStore.document(tx, tenant, bill).map(document -> statement(document, bill, language));
    }

    private Statement statement(ObjectNode bill, String id, Optional<String> language) {
        var account = text(bill, "billingAccount", "id").flatMap(of -> StatementStore.account(tx, tenant, of));
        var builder = new StatementBuilder(
                bill,
                account,
                issuer,
                language,
                text(bill, "amountDue", "unit").map(unit -> new Amount(unit, DisputeStore.openAmount(tx, tenant, id))));
        var zone = StatementBuilder.zone(account);
        var lines = new ArrayList<StatementLine>();
        var facts = new BillFacts(bill);
        var reader = new LineReader(zone);
        RateStore.readOfBill(tx, tenant, id, rate -> {
            lines.add(reader.line(rate));
            facts.add(rate);
            return lines.size() < MAX_LINES;
        });
        int total = lines.size() < MAX_LINES ? lines.size() : RateStore.countOfBill(tx, tenant, id);
        var before = before(bill, id);
        return builder.statement(
                lines,
                total,
                corrected(bill, account),
                total > MAX_LINES ? Optional.empty() : changes(facts, before, account, builder.language()),
                new BillingHistory(bill, zone).months(before));
    }

    private List<StatementStore.AccountBill> before(ObjectNode bill, String id) {
        return text(bill, "billingAccount", "id")
                .map(account -> StatementStore.before(
                        tx,
                        tenant,
                        account,
                        JsonValues.dateTime(bill, "billDate").orElseThrow(),
                        id,
                        RelatedParties.ids(bill)))
                .orElse(List.of());
    }

    private Optional<Statement.CorrectedBill> corrected(ObjectNode bill, Optional<Account> account) {
        var corrected = bill.path(BillShape.CORRECTED_BILL);
        return text(corrected, "name")
                .or(() -> text(corrected, "id"))
                .map(number -> new Statement.CorrectedBill(
                        number,
                        text(corrected, "id")
                                .flatMap(id -> BillStore.document(tx, tenant, id))
                                .flatMap(document -> JsonValues.dateTime(document, "billDate"))
                                .map(time -> Days.day(time, StatementBuilder.zone(account)))));
    }

    /** A credit note is no bill that could be compared with the one before it. */
    private Optional<Statement.Changes> changes(
            BillFacts facts, List<StatementStore.AccountBill> before, Optional<Account> account, Locale language) {
        var corrected = text(facts.document(), BillShape.CORRECTED_BILL, "id");
        if (StatementKind.of(facts.document()) == StatementKind.CREDIT_NOTE) {
            return Optional.empty();
        }
        return before.stream()
                .filter(other -> corrected.filter(other.id()::equals).isEmpty())
                .findFirst()
                .flatMap(other ->
                        changes(Explanation.of(tx, tenant, facts, Optional.of(other.id())), other, account, language));
    }

    private static Optional<Statement.Changes> changes(
            Explanation explanation, StatementStore.AccountBill other, Optional<Account> account, Locale language) {
        var format = new StatementFormat(language);
        var texts = StatementTexts.of(language);
        var previous = explanation.before().flatMap(document -> Amount.of(document, "amountDue"));
        return previous.flatMap(amount -> explanation
                .difference()
                .map(difference -> new Statement.Changes(
                        other.number(),
                        Optional.of(Days.day(other.billDate(), StatementBuilder.zone(account))),
                        amount,
                        amount(difference),
                        explanation
                                .sentences(
                                        language.getLanguage(),
                                        money -> format.money(amount(money)),
                                        number -> format.number(number))
                                .stream()
                                .map(cause ->
                                        new Statement.Change(texts.sentence(cause.text()), amount(cause.amount())))
                                .toList())));
    }

    private static Amount amount(Money money) {
        return new Amount(money.unit(), money.value());
    }
}
