package org.billwright.conformance;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Optional;
import org.billwright.proof.DocumentInvariants;

/** The amounts of a document agree with each other. A document that does not fit its schema is not looked at: its shape is the finding. */
final class TotalsChecks {
    private static final String CLAUSE =
            "TMF678 resource model, attributes of CustomerBill and AppliedCustomerBillingRate";
    private static final List<String> TAXED = List.of("taxExcludedAmount", "taxIncludedAmount", "taxItem");
    private static final List<String> PAID =
            List.of("amountDue", "remainingAmount", "appliedPayment", "carriedForward", "state");
    private static final List<String> RATED =
            List.of("taxExcludedAmount", "taxIncludedAmount", "appliedTax", "bill", "isBilled");

    private static final Check TAXES =
            check("taxes", "taxIncludedAmount of a bill is taxExcludedAmount and its tax items");
    private static final Check REMAINING =
            check("remaining", "remainingAmount is amountDue less the applied payments, and agrees with the state");
    private static final Check CURRENCY = check("currency", "All amounts of one document are of one currency");
    private static final Check RATE_TAXES =
            check("rateTaxes", "taxIncludedAmount of a rate is taxExcludedAmount and its applied taxes");

    private final CheckContext context;
    private final CheckLog log;

    TotalsChecks(CheckContext context) {
        this.context = context;
        this.log = context.log();
    }

    static Check check(String name, String title) {
        return new Check("totals." + name, CheckGroup.TOTALS, title, CLAUSE);
    }

    void run() {
        for (var check : List.of(CURRENCY, TAXES, REMAINING, RATE_TAXES)) {
            log.cannotKnow(check, "no document of the sample has the amounts");
        }
        bills().ifPresent(sample -> readable(context, sample).forEach(bill -> checkBill(sample, bill)));
        context.sample(TmfResource.RATE)
                .ifPresent(sample -> readable(context, sample).forEach(rate -> checkRate(sample, rate)));
        bills().ifPresent(sample -> new BillRateChecks(context).run(readable(context, sample)));
    }

    private Optional<ResourceSample> bills() {
        return context.sample(TmfResource.CUSTOMER_BILL);
    }

    private static List<ObjectNode> readable(CheckContext context, ResourceSample sample) {
        return sample.items().stream()
                .filter(item -> context.shape().fits(sample.resource().type(), item))
                .toList();
    }

    private void checkBill(ResourceSample sample, ObjectNode bill) {
        if (!hasOneCurrency(sample, bill)) {
            return;
        }
        var unknown = DocumentAmounts.unknown(bill);
        if (unknown.isPresent()) {
            log.cannotKnow(TAXES, unknown.get());
            return;
        }
        if (DocumentAmounts.hasAll(bill, "taxExcludedAmount", "taxIncludedAmount", "taxItem")) {
            require(TAXES, sample, bill, DocumentInvariants.ofBill(DocumentAmounts.only(bill, TAXED)));
        }
        if (DocumentAmounts.hasAll(bill, "amountDue", "remainingAmount")) {
            require(REMAINING, sample, bill, DocumentInvariants.ofBill(DocumentAmounts.only(bill, PAID)));
        }
    }

    private void checkRate(ResourceSample sample, ObjectNode rate) {
        if (hasOneCurrency(sample, rate)
                && DocumentAmounts.hasAll(rate, "taxExcludedAmount", "taxIncludedAmount", "appliedTax")) {
            var amounts = DocumentAmounts.only(rate, RATED);
            // a tax rate may be in percent or a fraction, which a document does not say
            amounts.path("appliedTax").forEach(tax -> ((ObjectNode) tax).remove("taxRate"));
            require(RATE_TAXES, sample, rate, DocumentInvariants.ofRate(amounts));
        }
    }

    private boolean hasOneCurrency(ResourceSample sample, ObjectNode document) {
        var currencies = DocumentAmounts.currencies(document);
        if (currencies.size() > 1) {
            require(CURRENCY, sample, document, Optional.of("amounts in " + String.join(" and ", currencies)));
        } else if (!currencies.isEmpty()) {
            log.passed(CURRENCY);
        }
        return currencies.size() == 1;
    }

    private void require(Check check, ResourceSample sample, ObjectNode document, Optional<String> fault) {
        fault.ifPresentOrElse(
                text -> log.failed(
                        check,
                        new Evidence(
                                context.client().curl(sample.pathOf(ResourceSample.id(document))),
                                text,
                                "amounts that add up")),
                () -> log.passed(check));
    }
}
