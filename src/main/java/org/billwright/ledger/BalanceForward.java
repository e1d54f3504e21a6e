package org.billwright.ledger;

import static java.util.stream.Collectors.toMap;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Function;
import org.billwright.account.Account;
import org.billwright.bill.BillShape;
import org.billwright.bill.BillStore;
import org.billwright.json.Json;
import org.billwright.json.JsonValues;
import org.billwright.json.Links;
import org.billwright.ledger.BalanceForwardStore.AccountItems;
import org.billwright.ledger.BalanceForwardStore.EarlierBill;
import org.billwright.ledger.LedgerStore.Allocation;
import org.billwright.money.Money;
import org.jdbi.v3.core.Handle;

/** The open bills of accounts whose balance is brought forward: each new bill has their debt, and closes them. */
public final class BalanceForward {
    /** The kind of an allocation whose source is the bill that has the debt now. */
    static final String KIND = "balanceForward";

    private final Map<String, Account> accounts;
    private final Map<String, AccountItems> items;

    private BalanceForward(Map<String, Account> accounts, Map<String, AccountItems> items) {
        this.accounts = accounts;
        this.items = items;
    }

    /** Nothing is brought forward. */
    public static BalanceForward none() {
        return new BalanceForward(Map.of(), Map.of());
    }

    /** Locks and reads the open bills of those accounts that want it; the transaction has locked the accounts. */
    public static BalanceForward of(Handle tx, String tenant, List<Account> accounts) {
        return of(tx, tenant, accounts, true);
    }

    /** The same without locks, to carry nothing. */
    public static BalanceForward read(Handle tx, String tenant, List<Account> accounts) {
        return of(tx, tenant, accounts, false);
    }

    private static BalanceForward of(Handle tx, String tenant, List<Account> all, boolean lock) {
        var accounts = all.stream()
                .filter(account -> account.balanceTreatment().equals(KIND))
                .collect(toMap(Account::id, Function.identity()));
        if (accounts.isEmpty()) {
            return none();
        }
        if (lock) {
            BalanceForwardStore.lock(tx, tenant, new TreeSet<>(accounts.keySet()));
        }
        return new BalanceForward(accounts, BalanceForwardStore.read(tx, tenant, List.copyOf(accounts.values())));
    }

    /** What was read of an account as a text, which changes with each amount; empty where nothing is brought forward. */
    public Optional<String> text(String account) {
        return Optional.ofNullable(items.get(account)).map(AccountItems::toString);
    }

    /** What the next bill of an account brings forward. Where the books of the account do not agree it is an IllegalArgumentException. */
    public Optional<BroughtForward> of(String account) {
        return Optional.ofNullable(items.get(account)).map(found -> {
            var unit = Optional.ofNullable(accounts.get(account)).orElseThrow().currency();
            requireBalance(unit, found);
            var previous = BigDecimal.ZERO;
            var payments = BigDecimal.ZERO;
            var adjustments = BigDecimal.ZERO;
            for (var bill : carriable(found)) {
                if (bill.wasCarried()) {
                    adjustments = adjustments.add(bill.carriable());
                } else {
                    previous = previous.add(bill.due());
                    payments = payments.add(bill.paid());
                    adjustments = adjustments.subtract(bill.credited()).subtract(bill.disputed());
                }
            }
            return new BroughtForward(
                    new Money(unit, previous),
                    new Money(unit, payments),
                    new Money(unit, adjustments),
                    new Money(unit, sum(carriable(found), EarlierBill::carriable)));
        });
    }

    /** The ledger is an independent sum of what is open. */
    private static void requireBalance(String unit, AccountItems items) {
        var open = sum(items.bills(), EarlierBill::remaining).subtract(items.credit());
        if (open.compareTo(items.balance()) != 0) {
            throw new IllegalArgumentException("the ledger of the account has a balance of " + unit + " "
                    + items.balance().toPlainString() + ", and its open bills less its credit make "
                    + open.toPlainString() + "; compare its ledger with its bills");
        }
    }

    /** A bill on hold is examined, and asks for nothing meanwhile; it stays by itself. So does what is disputed of a bill. */
    private static List<EarlierBill> carriable(AccountItems items) {
        return items.bills().stream().filter(bill -> !bill.isHeld()).toList();
    }

    private static BigDecimal sum(List<EarlierBill> bills, Function<EarlierBill, BigDecimal> amount) {
        return bills.stream().map(amount).reduce(BigDecimal.ZERO, BigDecimal::add);
    }

    /** Closes the bills whose debt new bills have, once these are written. Returns their ids. */
    public List<String> close(Handle tx, String tenant, List<ObjectNode> newBills, OffsetDateTime at) {
        var allocations = new ArrayList<Allocation>();
        newBills.forEach(bill -> allocations.addAll(carried(bill)));
        if (allocations.isEmpty()) {
            return List.of();
        }
        var numbers = newBills.stream().collect(toMap(bill -> text(bill, "id"), bill -> text(bill, "billNo")));
        LedgerStore.insert(tx, tenant, allocations);
        var bills = BillStore.lockAll(
                tx, tenant, allocations.stream().map(Allocation::billId).toList());
        for (var part : allocations) {
            var document =
                    Optional.ofNullable(bills.get(part.billId())).orElseThrow().document();
            document.withArrayProperty(BillShape.CARRIED_FORWARD)
                    .add(entry(part, numbers.getOrDefault(part.sourceId(), "")));
        }
        return new Ledger(tx, tenant, at).changed(bills);
    }

    private List<Allocation> carried(ObjectNode newBill) {
        var account = JsonValues.text(newBill, "billingAccount", "id").orElse("");
        return Optional.ofNullable(items.get(account)).map(BalanceForward::carriable).orElse(List.of()).stream()
                .filter(bill -> bill.carriable().signum() > 0)
                .map(bill -> new Allocation(
                        bill.id(),
                        KIND,
                        text(newBill, "id"),
                        account,
                        newBill.path("amountDue").path("unit").textValue(),
                        bill.carriable()))
                .toList();
    }

    private static ObjectNode entry(Allocation part, String billNo) {
        var entry = Json.object();
        entry.putObject("bill")
                .put("id", part.sourceId())
                .put("href", Links.to(BillShape.RESOURCE, part.sourceId()))
                .put("name", billNo);
        entry.putObject("amount").put("unit", part.currency()).put("value", part.amount());
        return entry;
    }

    private static String text(ObjectNode bill, String name) {
        return JsonValues.text(bill, name).orElseThrow();
    }
}
