package org.billwright.einvoice;

import java.util.List;
import java.util.Optional;
import org.billwright.statement.Statement;
import org.billwright.statement.StatementKind;
import org.billwright.tax.TaxCategoryCode;
import un.unece.uncefact.data.standard.crossindustryinvoice._100.CrossIndustryInvoiceType;
import un.unece.uncefact.data.standard.reusableaggregatebusinessinformationentity._100.DocumentContextParameterType;
import un.unece.uncefact.data.standard.reusableaggregatebusinessinformationentity._100.ExchangedDocumentContextType;
import un.unece.uncefact.data.standard.reusableaggregatebusinessinformationentity._100.ExchangedDocumentType;
import un.unece.uncefact.data.standard.reusableaggregatebusinessinformationentity._100.HeaderTradeAgreementType;
import un.unece.uncefact.data.standard.reusableaggregatebusinessinformationentity._100.HeaderTradeDeliveryType;
import un.unece.uncefact.data.standard.reusableaggregatebusinessinformationentity._100.SupplyChainTradeTransactionType;

/** A statement that keeps the rules, as CII. */
record CiiInvoice(InvoiceView view) {
    /** BT-24: the core invoice model, without an extension. */
    private static final String SPECIFICATION = "urn:cen.eu:en16931:2017";

    CiiInvoice(Statement statement) {
        this(new InvoiceView(statement));
    }

    CrossIndustryInvoiceType invoice() {
        var invoice = new CrossIndustryInvoiceType();
        invoice.setExchangedDocumentContext(context());
        invoice.setExchangedDocument(document());
        var transaction = new SupplyChainTradeTransactionType();
        transaction.setIncludedSupplyChainTradeLineItem(view.lines().stream()
                .map(line -> new CiiLine(line, view.signed(line.taxExcluded().orElseThrow())).item())
                .toList());
        transaction.setApplicableHeaderTradeAgreement(agreement());
        transaction.setApplicableHeaderTradeDelivery(delivery());
        transaction.setApplicableHeaderTradeSettlement(new CiiSettlement(view).settlement());
        invoice.setSupplyChainTradeTransaction(transaction);
        return invoice;
    }

    private static ExchangedDocumentContextType context() {
        var specification = new DocumentContextParameterType();
        specification.setID(SPECIFICATION);
        var context = new ExchangedDocumentContextType();
        context.setGuidelineSpecifiedDocumentContextParameter(List.of(specification));
        return context;
    }

    private ExchangedDocumentType document() {
        var document = new ExchangedDocumentType();
        document.setID(XmlText.line(view.statement().number()).orElseThrow());
        document.setTypeCode(typeCode(view.statement().kind()));
        document.setIssueDateTime(CiiValues.day(view.statement().billDate()));
        return document;
    }

    /** BT-3 (UNTDID 1001). */
    private static String typeCode(StatementKind kind) {
        return switch (kind) {
            case BILL -> "380";
            case CREDIT_NOTE -> "381";
            case CORRECTED_BILL -> "384";
            case SELF_BILLED -> "389";
            case TRIAL -> throw new IllegalArgumentException("a trial is no invoice");
        };
    }

    private HeaderTradeAgreementType agreement() {
        var statement = view.statement();
        var agreement = new HeaderTradeAgreementType();
        buyerReference().ifPresent(agreement::setBuyerReference);
        agreement.setSellerTradeParty(new CiiParty(statement.seller(), view.isOutsideVat()).seller());
        agreement.setBuyerTradeParty(new CiiParty(statement.receiver(), view.isOutsideVat()).buyer());
        return agreement;
    }

    /** BT-10: the account. */
    private Optional<String> buyerReference() {
        return view.statement().account().flatMap(account -> XmlText.line(account.id()));
    }

    private HeaderTradeDeliveryType delivery() {
        var delivery = new HeaderTradeDeliveryType();
        if (view.has(TaxCategoryCode.K)) {
            delivery.setShipToTradeParty(new CiiParty(view.statement().receiver(), view.isOutsideVat()).deliverTo());
        }
        return delivery;
    }
}
