package org.billwright.proof;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.util.Optional;
import org.billwright.billing.BillDraft;
import org.billwright.json.Json;
import org.billwright.json.JsonValues;
import org.billwright.money.Money;
import org.billwright.proof.BillVerification.Verified;

/** The reconciliation of a bill as it is shown: each amount, what it is made of, and what is wrong. */
final class ReconciliationDocument {
    private final Verified verified;
    private final String currency;

    private ReconciliationDocument(Verified verified) {
        this.verified = verified;
        this.currency = verified.bill().currency().orElse("");
    }

    /**
     * The document, with some of the lines.
     *
     * @param offset how many lines are left out before
     * @param limit how many are shown at most
     */
    static ObjectNode of(Verified verified, int offset, int limit) {
        return new ReconciliationDocument(verified).document(offset, limit);
    }

    private ObjectNode document(int offset, int limit) {
        var bill = verified.bill();
        var document = Json.object();
        var reference = document.putObject("bill").put("id", bill.id());
        JsonValues.text(bill.document(), "billNo").ifPresent(number -> reference.put("billNo", number));
        document.put("isReconciled", verified.isReconciled());
        var findings = document.putArray("finding");
        verified.findings().forEach(finding -> findings.add(finding.document()));
        document.put("lineCount", verified.invariants().rates());
        money(document, "taxExcludedAmount", verified.invariants().net());
        var lines = document.putArray("line");
        verified.recalculation().lines().stream().skip(offset).limit(limit).forEach(line -> lines.add(line(line)));
        var taxes = document.putArray("tax");
        verified.invariants().taxes().forEach(tax -> taxes.add(tax(tax)));
        payments(document);
        verified.recalculation().impossible().ifPresent(why -> document.put("notRecalculated", why));
        return document;
    }

    /** The lineage of a line: the price of its rate, and each tax before and after rounding, with its rule. */
    private ObjectNode line(Recalculation.Computed computed) {
        var line = Json.object();
        line.putObject("rate").put("id", computed.rateId());
        line.put("ratedAmount", computed.price());
        money(line, "taxExcludedAmount", computed.net().value());
        var taxes = line.putArray("tax");
        for (var share : computed.taxes()) {
            var tax = taxes.addObject().put("name", share.tax().text());
            share.ruleId().ifPresent(id -> tax.putObject("taxRule").put("id", id));
            tax.put("exactAmount", share.exact());
            tax.set("taxAmount", BillDraft.money(share.amount()));
            tax.put("rounding", share.amount().value().subtract(share.exact()));
        }
        return line;
    }

    private ObjectNode tax(BillInvariants.TaxSum sum) {
        var tax = sum.tax().deepCopy();
        money(tax, "taxBase", sum.base());
        money(tax, "taxAmount", sum.amount());
        JsonValues.decimal(sum.tax(), "taxRate").ifPresent(percent -> {
            var exact = sum.base().multiply(percent).movePointLeft(2);
            tax.put("exactAmount", exact);
            tax.put("rounding", sum.amount().subtract(exact));
        });
        return tax.put("lineCount", sum.rates());
    }

    private void payments(ObjectNode document) {
        var amounts = document.putArray("applied");
        for (var part : verified.bill().allocated()) {
            var applied = amounts.addObject().put("kind", part.kind());
            applied.put("id", part.sourceId());
            money(applied, "amount", part.amount());
        }
        copy(document, "taxIncludedAmount");
        copy(document, "balanceForward");
        copy(document, "amountDue");
        copy(document, "remainingAmount");
    }

    private void copy(ObjectNode document, String name) {
        Optional.<JsonNode>ofNullable(verified.bill().document().get(name))
                .ifPresent(value -> document.set(name, value));
    }

    private void money(ObjectNode document, String name, BigDecimal value) {
        try {
            document.set(name, BillDraft.money(new Money(currency, value)));
        } catch (IllegalArgumentException noAmount) {
            document.putObject(name).put("unit", currency).put("value", value);
        }
    }
}
