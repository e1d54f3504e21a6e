package org.billwright.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import org.billwright.api.Documents;
import org.billwright.api.Store;
import org.billwright.bill.BillRow;
import org.billwright.bill.BillStore;
import org.billwright.export.ExportRequest;
import org.billwright.export.ExportTypeNames;
import org.billwright.export.Exports;
import org.billwright.json.Json;
import org.billwright.ledger.AllocationPolicy.NamedBill;
import org.billwright.ledger.Ledger.NewPayment;
import org.billwright.money.Money;
import org.billwright.problem.ProblemException;
import org.billwright.store.Database;
import org.billwright.store.copy.StagingTable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Random sequences of moves on accounts of a database of their own, each beside a small model in memory. */
@Tag("slow")
class LedgerModelTest {
    private static final String NAME = "ledger_model";
    private static final String COPY = "ledger_copy";
    private static final String BALANCES =
            "select account_id || ' ' || sum(amount) from ledger_entry group by account_id order by 1";
    private static final String CREDITS =
            "select kind || id || account_id || ' ' || trim_scale(amount) || ' ' || trim_scale(allocated) || ' ' || trim_scale(returned)"
                    + " || status from account_credit"
                    + " where kind = 'payment' or amount > allocated + returned order by 1";
    private static final int SEQUENCES = Integer.getInteger("ledger.sequences", 200);
    private static final OffsetDateTime NOW = OffsetDateTime.parse("2026-06-17T12:00:00Z");

    private static Database database;

    private final Random random = new Random(Long.getLong("ledger.seed", 678L));

    @BeforeAll
    static void open() {
        database = Store.fresh(NAME);
    }

    @AfterAll
    static void close() {
        database.close();
    }

    /** What an account owes in all, and which payments it has. */
    private static final class Model {
        private final String account;
        private final Map<String, BigDecimal> bills = new TreeMap<>();
        private final Map<String, BigDecimal> payments = new TreeMap<>();
        private final Map<String, BigDecimal> suspense = new TreeMap<>();
        private final List<String> reversed = new ArrayList<>();
        private BigDecimal balance = BigDecimal.ZERO;
        private BigDecimal refunded = BigDecimal.ZERO;

        Model(String account) {
            this.account = account;
        }
    }

    private BigDecimal cents() {
        return BigDecimal.valueOf(1 + random.nextInt(4_000), 2);
    }

    @Test
    void no_sequence_of_moves_makes_the_books_wrong() {
        var models = new ArrayList<Model>();
        var bills = new ArrayList<String>();
        for (int i = 0; i < SEQUENCES; i++) {
            var model = new Model("M" + i);
            bills.add(Documents.account(model.account, "USD"));
            for (int bill = 0; bill < random.nextInt(4); bill++) {
                var due = random.nextInt(6) == 0 ? cents().negate() : cents();
                var id = model.account + "-" + bill;
                bills.add(Bills.sent(id, model.account, due.toPlainString(), 1 + random.nextInt(28)));
                model.bills.put(id, due);
                model.balance = model.balance.add(due);
            }
            models.add(model);
        }
        Documents.load(database, bills.toArray(String[]::new));
        for (var model : models) {
            for (int step = 0; step < 2 + random.nextInt(8); step++) {
                step(model, model.account + "-p" + step);
                assertThat(balance(model.account)).isEqualByComparingTo(model.balance);
            }
        }
        Books.areRight(Store.asOwner(NAME));
        for (var model : models) {
            var open = sum("select coalesce(sum(remaining), 0) from customer_bill where billing_account_id = ?", model);
            var credit = sum(
                    "select coalesce(sum(amount - allocated - returned), 0) from account_credit where account_id = ?",
                    model);
            assertThat(open.subtract(credit)).isEqualByComparingTo(model.balance);
        }
        anExportRestoresTheSameBalances();
    }

    private static void anExportRestoresTheSameBalances() {
        var exported = Exports.exported(database, ExportRequest.everything(ExportTypeNames.ALL));
        try (var copy = Store.fresh(COPY)) {
            Exports.imported(copy, exported);
            Books.areRight(Store.asOwner(COPY));
            assertThat(rows(COPY, BALANCES)).isEqualTo(rows(NAME, BALANCES));
            assertThat(rows(COPY, CREDITS)).isEqualTo(rows(NAME, CREDITS));
            Exports.imported(copy, exported);
            assertThat(rows(COPY, BALANCES)).as("imported twice").isEqualTo(rows(NAME, BALANCES));
            Books.areRight(Store.asOwner(COPY));
        }
    }

    private static List<String> rows(String name, String sql) {
        return Store.asOwner(name)
                .withHandle(owner -> owner.createQuery(sql).mapTo(String.class).list());
    }

    private void step(Model model, String id) {
        switch (random.nextInt(8)) {
            case 0, 1 -> pay(model, id, List.of());
            case 2 ->
                pay(
                        model,
                        id,
                        model.bills.keySet().stream()
                                .filter(bill -> random.nextBoolean())
                                .map(bill -> new NamedBill(bill, Optional.empty()))
                                .toList());
            case 3 -> reverse(model);
            case 4 -> refund(model, id);
            case 5 -> reversePart(model);
            case 6 -> creditNote(model, id);
            default -> suspend(model, id);
        }
    }

    private void pay(Model model, String id, List<NamedBill> named) {
        var amount = cents();
        pay(payment(id, Optional.of(model.account), amount, named));
        model.payments.put(id, amount);
        model.balance = model.balance.subtract(amount);
    }

    private static void pay(NewPayment payment) {
        var bills = database.inTransaction(Store.TENANT, tx -> Ledger.pay(tx, Store.TENANT, "test", NOW, payment));
        assertThat(bills).isPresent();
    }

    private static NewPayment payment(String id, Optional<String> account, BigDecimal amount, List<NamedBill> named) {
        return new NewPayment(id, account, new Money("USD", amount), NOW, Optional.empty(), named, 0, Json.object());
    }

    private void reverse(Model model) {
        for (var id : List.copyOf(model.payments.keySet())) {
            var kind = random.nextBoolean() ? Reversal.REVERSAL : Reversal.CHARGEBACK;
            if (random.nextBoolean() && move(ledger -> ledger.reverse(id, kind, "test", Optional.empty()))) {
                assertThat(model.reversed).doesNotContain(id);
                model.reversed.add(id);
                model.balance = model.balance.add(model.payments.getOrDefault(id, BigDecimal.ZERO));
            }
        }
    }

    private void reversePart(Model model) {
        for (var id : List.copyOf(model.payments.keySet())) {
            var part = cents();
            if (random.nextInt(3) == 0
                    && move(ledger ->
                            ledger.reverse(id, Reversal.CHARGEBACK, "test", Optional.of(new Money("USD", part))))) {
                model.balance = model.balance.add(part);
            }
        }
    }

    /** A negative bill that is used for one of the bills first. */
    private void creditNote(Model model, String id) {
        var amount = cents();
        var note = Json.stored(Bills.sent(id, model.account, "-" + amount.toPlainString(), 9));
        database.inTransaction(Store.TENANT, tx -> {
            var ledger = Ledger.begin(tx, Store.TENANT, "test", NOW);
            var rows = BillStore.STAGING.rows(0);
            rows.add(new StagingTable.Loaded(0, 0, 0), BillRow.produced(note));
            BillStore.insertProduced(tx, Store.TENANT, rows);
            model.bills.keySet().stream()
                    .skip(random.nextInt(1 + model.bills.size()))
                    .findFirst()
                    .ifPresent(bill -> ledger.use(id, bill));
            return id;
        });
        model.balance = model.balance.subtract(amount);
    }

    private void refund(Model model, String id) {
        var amount = cents();
        boolean done = move(ledger -> {
            ledger.refund(id, model.account, new Money("USD", amount), Optional.empty(), "test");
            return List.of();
        });
        if (done) {
            model.refunded = model.refunded.add(amount);
            model.balance = model.balance.add(amount);
        }
    }

    private void suspend(Model model, String id) {
        for (var waiting : new HashMap<>(model.suspense).entrySet()) {
            assertThat(move(ledger -> ledger.assign(waiting.getKey(), model.account, List.of())))
                    .isTrue();
            model.suspense.remove(waiting.getKey());
            model.payments.put(waiting.getKey(), waiting.getValue());
            model.balance = model.balance.subtract(waiting.getValue());
        }
        var amount = cents();
        pay(payment(id, Optional.of("unknown"), amount, List.of()));
        var returned = cents();
        boolean isReturned = random.nextBoolean()
                && returned.compareTo(amount) < 0
                && move(ledger ->
                        ledger.reverse(id, Reversal.REVERSAL, "test", Optional.of(new Money("USD", returned))));
        model.suspense.put(id, isReturned ? amount.subtract(returned) : amount);
    }

    /** False where the move is refused. */
    private static boolean move(java.util.function.Function<Ledger, List<String>> move) {
        try {
            database.inTransaction(Store.TENANT, tx -> move.apply(Ledger.begin(tx, Store.TENANT, "test", NOW)));
            return true;
        } catch (ProblemException refused) {
            return false;
        }
    }

    private static BigDecimal balance(String account) {
        return sum("select coalesce(sum(amount), 0) from ledger_entry where account_id = ?", new Model(account));
    }

    private static BigDecimal sum(String sql, Model model) {
        return Store.asOwner(NAME)
                .withHandle(owner -> owner.createQuery(sql)
                        .bind(0, model.account)
                        .mapTo(BigDecimal.class)
                        .one());
    }
}
