package org.billwright.imports.check;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.billwright.document.PdfDocument;
import org.billwright.format.DocumentType;
import org.billwright.json.CanonicalJson;
import org.billwright.json.Json;
import org.billwright.json.JsonValues;
import org.billwright.store.Fingerprint;

/**
 * What identifies the document of a line among those of its import.
 *
 * @param id unique among the documents of its type
 * @param fingerprint of its content, whatever the order of its members
 */
public record LineIdentity(DocumentType type, String id, long fingerprint) {
    static LineIdentity of(DocumentValidator.ValidatedDocument item) {
        return switch (item) {
            case DocumentValidator.ValidatedDocument.AnAccount(var account, var fingerprint) ->
                new LineIdentity(DocumentType.ACCOUNT, account.id(), fingerprint);
            case DocumentValidator.ValidatedDocument.ATaxRule(var document) -> of(DocumentType.TAX_RULE, document);
            case DocumentValidator.ValidatedDocument.ANumberSeries(var series) ->
                of(DocumentType.NUMBER_SERIES, series.document());
            case DocumentValidator.ValidatedDocument.AnIssuer(var issuer) ->
                ofTenant(DocumentType.ISSUER, Json.stored(issuer.doc()));
            case DocumentValidator.ValidatedDocument.SomeTaxSettings(var settings) ->
                ofTenant(DocumentType.TAX_SETTINGS, settings.document());
            case DocumentValidator.ValidatedDocument.ASpecification(var document) ->
                of(DocumentType.CYCLE_SPECIFICATION, document);
            case DocumentValidator.ValidatedDocument.ACycle(var document) -> of(DocumentType.CYCLE, document);
            case DocumentValidator.ValidatedDocument.ABill(var bill) ->
                new LineIdentity(DocumentType.BILL, bill.id(), bill.contentFingerprint());
            case DocumentValidator.ValidatedDocument.ARate(var rate, var isOnProduced) ->
                new LineIdentity(DocumentType.RATE, rate.id(), rate.contentFingerprint());
            case DocumentValidator.ValidatedDocument.ACredit(var one) ->
                new LineIdentity(
                        DocumentType.CREDIT,
                        one.credit().kind() + " " + one.credit().id(),
                        one.fingerprint());
            case DocumentValidator.ValidatedDocument.ARefund(var refund) -> of(DocumentType.REFUND, refund.document());
            case DocumentValidator.ValidatedDocument.ADispute(var dispute) ->
                of(DocumentType.DISPUTE, dispute.document());
            case DocumentValidator.ValidatedDocument.APayment(var payment) ->
                new LineIdentity(
                        DocumentType.PAYMENT,
                        onBill(payment.billId(), payment.paymentId()),
                        fingerprint(payment.entry()));
            case DocumentValidator.ValidatedDocument.ADocument(var content) -> of(content);
        };
    }

    private static LineIdentity of(DocumentType type, ObjectNode document) {
        return new LineIdentity(type, JsonValues.text(document, "id").orElseThrow(), fingerprint(document));
    }

    /** A tenant has one of them, without an id. */
    private static LineIdentity ofTenant(DocumentType type, ObjectNode document) {
        return new LineIdentity(type, type.type(), fingerprint(document.without("@type")));
    }

    private static LineIdentity of(PdfDocument content) {
        var attachment = content.attachment();
        return new LineIdentity(
                DocumentType.DOCUMENT, onBill(attachment.billId(), attachment.id()), content.contentFingerprint());
    }

    /** Documents of two bills may have one id. */
    private static String onBill(String bill, String id) {
        return bill.length() + " " + bill + " " + id;
    }

    /** The fingerprint of a document's content. */
    static long fingerprint(JsonNode document) {
        return Fingerprint.of(CanonicalJson.of(document));
    }
}
