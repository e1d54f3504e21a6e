package org.billwright.creditnote;

import static java.util.stream.Collectors.groupingBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.billwright.creditnote.CreditNoteRequest.Part;
import org.billwright.creditnote.CreditableLine.Amounts;
import org.billwright.json.Json;
import org.billwright.json.JsonValues;
import org.billwright.money.Apportionment;
import org.billwright.money.Money;
import org.billwright.problem.Problem;
import org.billwright.problem.ProblemException;
import org.billwright.rate.RateCharacteristics;
import org.billwright.rate.RateRow;
import org.billwright.rate.RateStore;
import org.billwright.store.copy.StagingTable;
import org.jdbi.v3.core.Handle;

/** The lines of a credit note, batch by batch from those of its bill. */
final class CreditNoteLines {
    private static final int LINES_OF_BATCH = 2_000;
    private static final int SHARE_DECIMALS = 20;

    private final Handle tx;
    private final String tenant;
    private final CreditableBill bill;
    private final CreditNoteRequest request;
    private final Set<String> named;

    CreditNoteLines(Handle tx, String tenant, CreditableBill bill, CreditNoteRequest request) {
        this.tx = tx;
        this.tenant = tenant;
        this.bill = bill;
        this.request = request;
        this.named =
                new LinkedHashSet<>(request.parts().stream().map(Part::rateId).toList());
    }

    /** Whether all that is left of the bill is given back. */
    boolean isWhole() {
        return named.isEmpty()
                && request.total().filter(total -> !total.equals(bill.rest())).isEmpty();
    }

    /** Adds the lines to the draft, and gives their rows to the sink. Returns the rates that are no lines of the bill. */
    Set<String> draw(CreditNoteDraft draft, Consumer<StagingTable.Rows<RateRow>> sink) {
        var missing = new LinkedHashSet<>(named);
        var parts = parts();
        var after = "";
        for (var page = page(after); !page.isEmpty(); page = page(after)) {
            var rows = RateStore.STAGING.rows(0);
            after = JsonValues.text(page.getLast(), "id").orElseThrow();
            wanted(page, (rate, line) -> {
                missing.remove(line.rateId());
                var amounts = parts.apply(line);
                if (!amounts.isZero()) {
                    rows.add(new StagingTable.Loaded(rows.size(), 0, 0), RateRow.billed(draft.line(rate, amounts)));
                }
            });
            if (rows.size() > 0) {
                sink.accept(rows);
            }
        }
        return missing;
    }

    /** What is given back of a line. */
    private interface Parts {
        Amounts apply(CreditableLine line);
    }

    private Parts parts() {
        if (isWhole()) {
            return CreditableLine::rest;
        }
        if (request.total().isPresent()) {
            var shares = shares(request.total().get());
            return line -> Optional.ofNullable(shares.get(line.rateId()))
                    .flatMap(line::partOfTotal)
                    .orElseGet(() -> line.rest().zero());
        }
        var nets = new LinkedHashMap<String, Optional<Money>>();
        request.parts().forEach(part -> nets.put(part.rateId(), part.net()));
        return line -> part(line, nets.getOrDefault(line.rateId(), Optional.empty()));
    }

    /** An amount with taxes by line, in proportion to what is left of each. Discounts stay as they are. */
    private Map<String, Money> shares(Money total) {
        CreditableBill.require(
                total.unit().equals(bill.unit()),
                "bill '" + bill.id() + "' is in " + bill.unit() + ", not in " + total.unit());
        var rests = new LinkedHashMap<String, BigDecimal>();
        var after = "";
        for (var page = page(after); !page.isEmpty(); page = page(after)) {
            after = JsonValues.text(page.getLast(), "id").orElseThrow();
            wanted(page, (rate, line) -> {
                if (line.rest().net().signum() > 0 && line.rest().total().signum() > 0) {
                    rests.put(line.rateId(), line.rest().total().value());
                }
            });
        }
        var all = rests.values().stream().reduce(BigDecimal.ZERO, BigDecimal::add);
        CreditableBill.require(
                total.value().compareTo(all) <= 0,
                "of these lines of bill '" + bill.id() + "' " + bill.unit() + " " + all.toPlainString()
                        + " with taxes can be given back, not " + total.value().toPlainString());
        var exact = rests.values().stream()
                .map(rest -> rest.multiply(total.value()).divide(all, SHARE_DECIMALS, RoundingMode.DOWN))
                .toList();
        var shares = new LinkedHashMap<String, Money>();
        var parts = Apportionment.largestRemainder(bill.unit(), exact).iterator();
        rests.keySet().forEach(rate -> shares.put(rate, parts.next()));
        return shares;
    }

    private List<ObjectNode> page(String after) {
        return RateStore.ofBill(tx, tenant, bill.id(), after, LINES_OF_BATCH).stream()
                .map(Json::stored)
                .toList();
    }

    /** The lines of a page that are in the balance and in the request, each with what was given back of it. */
    private void wanted(List<ObjectNode> page, BiConsumer<ObjectNode, CreditableLine> reader) {
        var wanted = new ArrayList<ObjectNode>();
        for (var rate : page) {
            boolean isNamed = named.isEmpty() || named.contains(id(rate));
            if (isNamed && RateCharacteristics.isInBalance(rate)) {
                wanted.add(rate);
            }
        }
        var credits = RateStore.crediting(
                        tx, tenant, wanted.stream().map(CreditNoteLines::id).toList())
                .stream()
                .map(Json::stored)
                .collect(groupingBy(
                        line -> RateCharacteristics.creditedRate(line).orElseThrow()));
        wanted.forEach(rate -> reader.accept(rate, bill.line(rate, credits.getOrDefault(id(rate), List.of()))));
    }

    private static String id(ObjectNode rate) {
        return JsonValues.text(rate, "id").orElseThrow();
    }

    private static Amounts part(CreditableLine line, Optional<Money> wanted) {
        CreditableBill.require(
                !line.rest().isZero(), "all of rate '" + line.rateId() + "' was given back by credit notes");
        return wanted.map(net -> part(line, net)).orElse(line.rest());
    }

    private static Amounts part(CreditableLine line, Money net) {
        var left = line.rest().net();
        CreditableBill.require(
                net.unit().equals(left.unit()),
                "rate '" + line.rateId() + "' is in " + left.unit() + ", not in " + net.unit());
        return line.part(net)
                .orElseThrow(() -> new ProblemException(new Problem.Conflict("of rate '" + line.rateId() + "' "
                        + left.unit() + " " + left.value().toPlainString()
                        + " without taxes can be given back, with this sign, not "
                        + net.value().toPlainString())));
    }
}
