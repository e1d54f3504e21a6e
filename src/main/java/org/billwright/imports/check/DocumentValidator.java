package org.billwright.imports.check;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.billwright.account.Account;
import org.billwright.account.AccountShape;
import org.billwright.bill.BillDocument;
import org.billwright.bill.BillRow;
import org.billwright.bill.BillShape;
import org.billwright.bill.BillState;
import org.billwright.bill.NumberSeries;
import org.billwright.cycle.BillCycleCalendar;
import org.billwright.cycle.CycleShape;
import org.billwright.dispute.ImportedDispute;
import org.billwright.document.PdfDocument;
import org.billwright.format.DocumentIds;
import org.billwright.format.DocumentType;
import org.billwright.format.ExportMarks;
import org.billwright.format.HeldFromState;
import org.billwright.format.PdfRecord;
import org.billwright.format.VersionDetection;
import org.billwright.issuer.Issuer;
import org.billwright.json.DocumentSize;
import org.billwright.json.Json;
import org.billwright.json.JsonValues;
import org.billwright.json.KeyTexts;
import org.billwright.json.LinkValidator;
import org.billwright.json.Links;
import org.billwright.json.ShapeNormalizer;
import org.billwright.json.ShapeValidator;
import org.billwright.json.TmfVersion;
import org.billwright.ledger.CreditImport;
import org.billwright.payment.ImportedPayments;
import org.billwright.problem.Problem;
import org.billwright.problem.ProblemCollector;
import org.billwright.problem.ProblemException;
import org.billwright.proof.DocumentInvariants;
import org.billwright.rate.RateRow;
import org.billwright.rate.RateShape;
import org.billwright.tax.RatedTaxes;
import org.billwright.tax.TaxRateUnit;
import org.billwright.tax.TaxRule;
import org.billwright.tax.TaxSettings;

/** Validates an imported document and completes it for the database: in the stored shape, with links to this server. */
public final class DocumentValidator {
    private static final String PARTIES = "relatedParty.partyOrPartyRole.id";

    private final Optional<TmfVersion> version;
    private final CheckMode reconcile;
    private final Optional<TaxRateUnit> taxRate;

    /**
     * @param version the version whose shapes documents are in; where it is empty, it is detected for each document
     * @param taxRate the unit of tax rates; where it is empty, the tax amounts decide
     */
    public DocumentValidator(Optional<TmfVersion> version, CheckMode reconcile, Optional<TaxRateUnit> taxRate) {
        this.version = version;
        this.reconcile = reconcile;
        this.taxRate = taxRate;
    }

    /** A valid document, as it can be stored. */
    public sealed interface ValidatedDocument {
        record ATaxRule(ObjectNode document) implements ValidatedDocument {}

        record ANumberSeries(NumberSeries series) implements ValidatedDocument {}

        record AnIssuer(Issuer issuer) implements ValidatedDocument {}

        record SomeTaxSettings(TaxSettings settings) implements ValidatedDocument {}

        record AnAccount(Account account, long fingerprint) implements ValidatedDocument {}

        record ASpecification(ObjectNode document) implements ValidatedDocument {}

        record ACycle(ObjectNode document) implements ValidatedDocument {}

        record ABill(BillRow bill) implements ValidatedDocument {}

        /** A rate, and whether it was exported as one on a bill that was produced here. */
        record ARate(RateRow rate, boolean isOnProduced) implements ValidatedDocument {}

        record ACredit(CreditImport credit) implements ValidatedDocument {}

        record ARefund(ImportedPayments.ImportedRefund refund) implements ValidatedDocument {}

        record ADispute(ImportedDispute dispute) implements ValidatedDocument {}

        record APayment(ImportedPayment payment) implements ValidatedDocument {}

        record ADocument(PdfDocument content) implements ValidatedDocument {}
    }

    /**
     * Validates and completes a document, which is modified.
     *
     * @param warnings receives amounts that do not agree, where that is only a warning
     */
    public ValidatedDocument of(DocumentType kind, ObjectNode document, Consumer<String> warnings) {
        var validated = validated(kind, document, warnings);
        LinkValidator.validate(document);
        return validated;
    }

    private ValidatedDocument validated(DocumentType kind, ObjectNode document, Consumer<String> warnings) {
        return switch (kind) {
            case TAX_RULE -> taxRule(DocumentIds.identified(document));
            case NUMBER_SERIES ->
                new ValidatedDocument.ANumberSeries(NumberSeries.of(DocumentIds.identified(document)));
            case ISSUER -> new ValidatedDocument.AnIssuer(Issuer.of(document));
            case TAX_SETTINGS -> new ValidatedDocument.SomeTaxSettings(TaxSettings.of(document));
            case ACCOUNT -> account(DocumentIds.identified(document));
            case CYCLE_SPECIFICATION -> specification(DocumentIds.identified(document));
            case CYCLE -> cycle(document, id(document));
            case BILL -> bill(document, id(document), warnings);
            case RATE -> rate(document, id(document), warnings);
            case CREDIT -> new ValidatedDocument.ACredit(ImportedPayments.payment(DocumentIds.identified(document)));
            case REFUND -> new ValidatedDocument.ARefund(ImportedPayments.refund(DocumentIds.identified(document)));
            case DISPUTE -> new ValidatedDocument.ADispute(ImportedDispute.of(DocumentIds.identified(document)));
            case PAYMENT -> new ValidatedDocument.APayment(ImportedPayment.of(document));
            case DOCUMENT -> new ValidatedDocument.ADocument(PdfRecord.content(document));
        };
    }

    private static String id(ObjectNode document) {
        return DocumentIds.require(document, "id", "id");
    }

    private void reconcile(Supplier<Optional<String>> check, Consumer<String> warnings) {
        if (reconcile != CheckMode.OFF) {
            check.get().ifPresent(text -> {
                if (reconcile == CheckMode.STRICT) {
                    throw new ProblemException(new Problem.MalformedBody(text));
                }
                warnings.accept(text);
            });
        }
    }

    private TmfVersion version(ObjectNode document) {
        return version.orElseGet(() -> VersionDetection.of(document));
    }

    private static ValidatedDocument account(ObjectNode document) {
        var version = VersionDetection.of(document);
        ShapeNormalizer.normalize(document, AccountShape.of(version));
        var problems = new ProblemCollector();
        problems.check(() -> ShapeValidator.validate(document, version, AccountShape::of));
        problems.check(() -> KeyTexts.validate(document, version, PARTIES));
        problems.check(() -> requireAccount(document, problems));
        problems.throwIfAny();
        var account = Account.of(document);
        DocumentSize.require(account.doc());
        return new ValidatedDocument.AnAccount(account, LineIdentity.fingerprint(document));
    }

    /** What is wrong with the attributes of an account, but for those that have a problem already. */
    private static void requireAccount(ObjectNode document, ProblemCollector found) {
        var problems = Account.problems(document).stream()
                .filter(text -> !found.isAbout(text.split(" ", 2)[0]))
                .toList();
        if (!problems.isEmpty()) {
            throw new ProblemException(
                    new Problem.MalformedBody("the billing account is not valid: " + String.join("; ", problems)));
        }
    }

    private ValidatedDocument taxRule(ObjectNode document) {
        RatedTaxes.toPercent(document, ExportMarks.removeTaxRateUnit(document).or(() -> taxRate));
        TaxRule.accept(document);
        return new ValidatedDocument.ATaxRule(DocumentOrder.identityFirst(document));
    }

    private static ValidatedDocument specification(ObjectNode document) {
        ShapeNormalizer.normalize(document, CycleShape.CALENDAR);
        var calendar = BillCycleCalendar.of(document);
        DocumentSize.require(Json.write(document.put("id", calendar.id())));
        return new ValidatedDocument.ASpecification(document);
    }

    private static ValidatedDocument cycle(ObjectNode document, String id) {
        ShapeNormalizer.normalize(document, CycleShape.V5.shape());
        var problems = new ProblemCollector();
        problems.check(() -> ShapeValidator.validate(document, CycleShape.V5.shape()));
        problems.check(() -> KeyTexts.validate(document, TmfVersion.V5, "BillCycleSpecification.id"));
        problems.throwIfAny();
        document.put("href", Links.to(CycleShape.RESOURCE, id));
        DocumentSize.require(Json.write(document));
        return new ValidatedDocument.ACycle(DocumentOrder.identityFirst(document));
    }

    private ValidatedDocument bill(ObjectNode document, String id, Consumer<String> warnings) {
        boolean isProduced = ExportMarks.removeProduced(document);
        var unit = ExportMarks.removeTaxRateUnit(document).or(() -> taxRate);
        var version = version(document);
        ShapeNormalizer.normalize(document, BillShape.of(version).shape());
        var problems = new ProblemCollector();
        problems.check(() -> KeyTexts.validate(
                document, version, "billNo", "billingAccount.id", "billCycle.id", "correctedBill.id", PARTIES));
        var state = JsonValues.text(document, "state").flatMap(BillState::of);
        problems.check(() -> ProblemException.unless(
                state.isPresent(), "state", "must be one of " + String.join(", ", BillState.words())));
        problems.check(() -> ProblemException.unless(
                hasId(document, "billingAccount") || hasId(document, "financialAccount"),
                "billingAccount",
                "or financialAccount is required, with its id"));
        problems.check(() -> ProblemException.unless(document.has("billDate"), "billDate", "is required"));
        problems.check(
                () -> { // amounts are compared only where all of them are amounts
                    DocumentInvariants.requireBillAmounts(document);
                    RatedTaxes.toPercent(document, "taxItem", unit);
                    reconcile(() -> DocumentInvariants.ofBill(document), warnings);
                });
        document.put("href", Links.to(BillShape.RESOURCE, id));
        JsonValues.text(document, "billCycle", "id")
                .ifPresent(cycle ->
                        document.withObjectProperty("billCycle").put("href", Links.to(CycleShape.RESOURCE, cycle)));
        completeDocuments(document, id);
        problems.check(() ->
                ShapeValidator.validate(document, version, v -> BillShape.of(v).shape()));
        problems.throwIfAny();
        var given = HeldFromState.remove(document);
        var heldFrom = state.filter(s -> s == BillState.ON_HOLD).map(held -> given.orElseGet(() -> heldFrom(document)));
        return new ValidatedDocument.ABill(BillRow.of(DocumentOrder.identityFirst(document), heldFrom, isProduced));
    }

    /** The state that a bill was held from, where it is not given: the paid amount indicates it. */
    private static BillState heldFrom(ObjectNode bill) {
        var due = JsonValues.decimal(bill, "amountDue", "value");
        var left = JsonValues.decimal(bill, "remainingAmount", "value");
        boolean paid = due.isPresent() && left.isPresent() && left.get().compareTo(due.get()) < 0;
        return paid ? BillState.PARTIALLY_PAID : BillState.VALIDATED;
    }

    /** Every bill has a document, and every document an id and an address. */
    private static void completeDocuments(ObjectNode bill, String id) {
        var documents = bill.withArrayProperty("billDocument");
        if (documents.isEmpty()) {
            documents.add(BillDocument.page(id, JsonValues.text(bill, "billNo").orElse(id)));
        }
        int number = 0;
        for (var document : documents) {
            number++;
            var entry = (ObjectNode) document;
            var documentId = JsonValues.text(entry, "id").orElse(id + "-" + number);
            entry.put("id", documentId);
            if (!entry.has("url") && !entry.has("content")) {
                entry.put("url", BillDocument.link(id, documentId));
            }
        }
    }

    private ValidatedDocument rate(ObjectNode document, String id, Consumer<String> warnings) {
        boolean isOnProduced = ExportMarks.removeProduced(document);
        var unit = ExportMarks.removeTaxRateUnit(document).or(() -> taxRate);
        var version = version(document);
        ShapeNormalizer.normalize(document, RateShape.of(version).shape());
        var problems = new ProblemCollector();
        problems.check(() ->
                ShapeValidator.validate(document, version, v -> RateShape.of(v).shape()));
        problems.check(() -> KeyTexts.validate(document, version, "bill.id", "billingAccount.id"));
        var bill = JsonValues.text(document, "bill", "id");
        boolean billed = document.path("isBilled").asBoolean(bill.isPresent());
        problems.check(() -> ProblemException.unless(
                billed == bill.isPresent(), "isBilled", billed ? "is true without a bill" : "is false with a bill"));
        problems.check(() -> ProblemException.unless(
                billed || hasId(document, "billingAccount"),
                "billingAccount",
                "is required while the rate is unbilled, with its id"));
        problems.check(() -> {
            DocumentInvariants.requireRateAmounts(document, billed);
            RatedTaxes.toPercent(document, "appliedTax", unit);
            reconcile(() -> DocumentInvariants.ofRate(document), warnings);
        });
        problems.throwIfAny();
        document.put("isBilled", billed);
        bill.ifPresent(billId -> document.withObjectProperty("bill").put("href", Links.to(BillShape.RESOURCE, billId)));
        document.put("href", Links.to(RateShape.RESOURCE, id));
        return new ValidatedDocument.ARate(RateRow.of(DocumentOrder.identityFirst(document)), isOnProduced);
    }

    private static boolean hasId(ObjectNode document, String reference) {
        return JsonValues.text(document, reference, "id")
                .filter(id -> !id.isBlank())
                .isPresent();
    }
}
