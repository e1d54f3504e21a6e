package org.billwright.format;

import static org.billwright.json.Attribute.bool;
import static org.billwright.json.Attribute.localReference;
import static org.billwright.json.Attribute.money;
import static org.billwright.json.Attribute.number;
import static org.billwright.json.Attribute.reference;
import static org.billwright.json.Attribute.text;

import java.util.List;
import java.util.Map;
import org.billwright.account.AccountShape;
import org.billwright.bill.BillShape;
import org.billwright.cycle.CycleShape;
import org.billwright.dispute.DisputeShape;
import org.billwright.issuer.Issuer;
import org.billwright.json.Shape;
import org.billwright.json.TmfVersion;
import org.billwright.payment.PaymentShape;
import org.billwright.query.Column;
import org.billwright.query.Ownership;
import org.billwright.query.ResourceSchema;
import org.billwright.rate.RateShape;
import org.billwright.tax.TaxRuleShape;

/** The schema of each document type in a version: its shape, and the attributes to filter by. */
public final class DocumentSchemas {
    /** Payments are imported as lines of their own, and stored as part of their bills. */
    private static final ResourceSchema PAYMENT = new ResourceSchema(
            Shape.of(
                    TmfVersion.V5,
                    "appliedPayment",
                    text("id"),
                    localReference("bill"),
                    money("appliedAmount"),
                    reference("payment")),
            "customer_bill",
            Map.of("id", Column.required("id")),
            Ownership.UNRESTRICTED,
            List.of("id"));

    /** PDF documents of bills that were imported, as the lines that import them. Those that are made here are made again elsewhere. */
    private static final String DOCUMENTS = """
            (select tenant, bill_id, id, json_build_object('@type', 'BillDocument', 'id', id, 'bill', json_build_object('id', bill_id),
                'name', name, 'mimeType', mime_type, 'content', translate(encode(bytes, 'base64'), chr(10), '')) as doc
            from bill_document_content where origin = 'imported') as bill_document""";

    private static final ResourceSchema DOCUMENT = new ResourceSchema(
            Shape.of(
                    TmfVersion.V5,
                    "billDocument",
                    text("id"),
                    localReference("bill"),
                    text("name"),
                    text("mimeType"),
                    text("content")),
            DOCUMENTS,
            Map.of("id", Column.required("id"), "bill.id", Column.required("bill_id")),
            Ownership.UNRESTRICTED,
            List.of("id"));

    /** Series of bill numbers, as the lines that import them. */
    private static final String SERIES = """
            (select tenant, series as id, json_build_object('@type', 'BillNumberSeries', 'id', series, 'prefix', prefix,
                'digits', digits, 'lastNumber', last_no, 'gapless', gapless) as doc
            from bill_number_series) as bill_number_series""";

    private static final ResourceSchema NUMBER_SERIES = new ResourceSchema(
            Shape.of(
                    TmfVersion.V5,
                    "billNumberSeries",
                    text("id"),
                    text("prefix"),
                    number("digits"),
                    number("lastNumber"),
                    bool("gapless")),
            SERIES,
            Map.of("id", Column.required("id")),
            Ownership.UNRESTRICTED,
            List.of("id"));

    /** The issuer, of which a tenant has one. */
    private static final ResourceSchema ISSUER = new ResourceSchema(
            Shape.of(TmfVersion.V5, Issuer.RESOURCE, text("legalName"), text("tradingName")),
            "(select tenant, tenant as id, doc from issuer) as issuer",
            Map.of("id", Column.required("id")),
            Ownership.UNRESTRICTED,
            List.of("id"));

    /** The tax settings, of which a tenant has one, as the line that imports them. */
    private static final String SETTINGS = """
            (select tenant, tenant as id, json_strip_nulls(json_build_object('@type', 'TaxSettings', 'taxPolicy', tax_policy,
                'taxRateUnit', tax_rate_unit)) as doc
            from tax_settings) as tax_settings""";

    private static final ResourceSchema TAX_SETTINGS = new ResourceSchema(
            Shape.of(TmfVersion.V5, "taxSettings", text("taxPolicy"), text("taxRateUnit")),
            SETTINGS,
            Map.of("id", Column.required("id")),
            Ownership.UNRESTRICTED,
            List.of("id"));

    /**
     * Payments with all that bills do not have of them, and credits of bills that were refunded. Other payments follow from the bills that
     * they are applied to.
     */
    private static final String CREDITS = """
            (select payment.tenant, payment.id, ('{"@type":"Payment",' || substr(payment.doc::text, 2))::json as doc
            from payment
            join account_credit on account_credit.tenant = payment.tenant and account_credit.kind = 'payment'
                and account_credit.id = payment.id
            where details is not null or open_amount > 0 or returned > 0 or payment.status <> 'done'
            union all
            select tenant, id, json_build_object('@type', 'Payment', 'id', id, 'creditOf', json_build_object('id', id),
                'account', json_build_object('id', account_id), 'amount', json_build_object('unit', currency, 'value', amount),
                'returnedAmount', json_build_object('unit', currency, 'value', returned),
                'paymentDate', to_char(payment_date at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'))
            from account_credit
            where kind = 'customerBill' and returned > 0) as exported_credit""";

    private static final ResourceSchema CREDIT = new ResourceSchema(
            PaymentShape.PAYMENTS.shape(),
            CREDITS,
            Map.of("id", Column.required("id")),
            Ownership.UNRESTRICTED,
            List.of("id"));

    private DocumentSchemas() {}

    /** The schema of a type; cycles and their specifications exist in v5 only, and have one shape. */
    public static ResourceSchema of(DocumentType kind, TmfVersion version) {
        return switch (kind) {
            case TAX_RULE -> TaxRuleShape.SCHEMA;
            case NUMBER_SERIES -> NUMBER_SERIES;
            case ISSUER -> ISSUER;
            case TAX_SETTINGS -> TAX_SETTINGS;
            case CREDIT -> CREDIT;
            case REFUND -> PaymentShape.REFUNDS;
            case DISPUTE -> DisputeShape.schema();
            case ACCOUNT -> AccountShape.schema(version);
            case CYCLE_SPECIFICATION ->
                new ResourceSchema(
                        CycleShape.CALENDAR,
                        "bill_cycle_specification",
                        Map.of("id", Column.required("id")),
                        Ownership.UNRESTRICTED,
                        List.of("id"));
            case CYCLE -> CycleShape.V5;
            case BILL -> BillShape.of(version);
            case RATE -> RateShape.of(version);
            case PAYMENT -> PAYMENT;
            case DOCUMENT -> DOCUMENT;
        };
    }
}
