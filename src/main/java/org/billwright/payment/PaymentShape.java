package org.billwright.payment;

import static org.billwright.json.Attribute.any;
import static org.billwright.json.Attribute.array;
import static org.billwright.json.Attribute.dateTime;
import static org.billwright.json.Attribute.localReference;
import static org.billwright.json.Attribute.money;
import static org.billwright.json.Attribute.reference;
import static org.billwright.json.Attribute.text;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.billwright.json.Attribute;
import org.billwright.json.Shape;
import org.billwright.json.TmfVersion;
import org.billwright.query.Column;
import org.billwright.query.Index;
import org.billwright.query.Ownership;
import org.billwright.query.ResourceSchema;

/** Payment and Refund: the attributes of TMF676 that this server reads, and what became of them. */
public final class PaymentShape {
    /** The name of a payment in URLs. */
    public static final String PAYMENT = "payment";

    /** The name of a refund in URLs. */
    public static final String REFUND = "refund";

    /** A payment as it is given. */
    static final Shape GIVEN = Shape.of(
            TmfVersion.V5,
            PAYMENT,
            text("id"),
            text("correlatorId"),
            reference("account").with(text("description")),
            money("amount"),
            money("totalAmount"),
            dateTime("paymentDate"),
            text("name"),
            text("description"),
            text("authorizationCode"),
            any("paymentMethod"),
            reference("channel"),
            reference("payer").with(text("role")),
            array("paymentItem", text("id"), money("amount"), money("totalAmount"), reference("item")));

    /** A refund as it is given. */
    static final Shape GIVEN_REFUND = Shape.of(
            TmfVersion.V5,
            REFUND,
            text("id"),
            text("correlatorId"),
            reference("account").with(text("description")),
            money("amount"),
            money("totalAmount"),
            dateTime("refundDate"),
            localReference("payment"),
            text("reason"),
            any("paymentMethod"),
            reference("channel"));

    /** Payments as they are shown. */
    public static final ResourceSchema PAYMENTS = new ResourceSchema(
                    shown(
                            GIVEN,
                            text("status"),
                            text("statusReason"),
                            money("unappliedAmount"),
                            money("returnedAmount"),
                            array("appliedTo", localReference("bill"), money("amount"))),
                    "payment",
                    Map.of(
                            "id", Column.required("id"),
                            "status", Column.required("status"),
                            "account.id", Column.required("account_id"),
                            "paymentDate", Column.required("payment_date"),
                            "correlatorId", Column.optional("correlator_id"),
                            "amount.value", Column.required("amount"),
                            "unappliedAmount.value", Column.required("open_amount")),
                    Ownership.ofAccount("account_id"),
                    List.of("id"))
            .withIndexes(Index.selective("id"), Index.selective("account_id", "id"))
            .withDocumentsBy("payment_documents");

    /** Refunds as they are shown. */
    public static final ResourceSchema REFUNDS = new ResourceSchema(
                    shown(GIVEN_REFUND, text("status")),
                    "refund",
                    Map.of(
                            "id", Column.required("id"),
                            "account.id", Column.required("account_id"),
                            "refundDate", Column.required("refund_date"),
                            "correlatorId", Column.optional("correlator_id"),
                            "amount.value", Column.required("amount")),
                    Ownership.ofAccount("account_id"),
                    List.of("id"))
            .withIndexes(Index.selective("id"), Index.selective("account_id", "id"));

    private PaymentShape() {}

    private static Shape shown(Shape given, Attribute... more) {
        var attributes = Stream.concat(given.attributes().stream(), Stream.of(more))
                .filter(attribute -> !attribute.name().equals("totalAmount"))
                .toArray(Attribute[]::new);
        return Shape.of(TmfVersion.V5, given.resource(), attributes);
    }
}
