package org.billwright.einvoice;

import java.math.BigDecimal;
import java.util.Optional;
import org.billwright.statement.Statement;
import org.billwright.statement.StatementTax;
import un.unece.uncefact.data.standard.reusableaggregatebusinessinformationentity._100.HeaderTradeSettlementType;
import un.unece.uncefact.data.standard.reusableaggregatebusinessinformationentity._100.ReferencedDocumentType;
import un.unece.uncefact.data.standard.reusableaggregatebusinessinformationentity._100.TradePaymentTermsType;
import un.unece.uncefact.data.standard.reusableaggregatebusinessinformationentity._100.TradeSettlementHeaderMonetarySummationType;
import un.unece.uncefact.data.standard.reusableaggregatebusinessinformationentity._100.TradeTaxType;
import un.unece.uncefact.data.standard.unqualifieddatatype._100.AmountType;

/** The payment, the VAT breakdown (BG-23) and the totals (BG-22) of an invoice. */
record CiiSettlement(InvoiceView view) {
    HeaderTradeSettlementType settlement() {
        var statement = view.statement();
        var settlement = new HeaderTradeSettlementType();
        settlement.setInvoiceCurrencyCode(currency());
        if (view.isPaidToIssuer()) {
            addPayment(settlement);
        }
        statement.taxes().forEach(tax -> settlement.addApplicableTradeTax(breakdown(tax)));
        statement.period().ifPresent(days -> settlement.setBillingSpecifiedPeriod(CiiValues.period(days)));
        terms().ifPresent(settlement::addSpecifiedTradePaymentTerms);
        settlement.setSpecifiedTradeSettlementHeaderMonetarySummation(totals());
        statement.correctedBill().flatMap(CiiSettlement::reference).ifPresent(settlement::setInvoiceReferencedDocument);
        return settlement;
    }

    private String currency() {
        return view.statement().currency().orElseThrow();
    }

    /** BG-16, with the number of the bill as the remittance information (BT-83). */
    private void addPayment(HeaderTradeSettlementType settlement) {
        var accounts = view.statement().payment().bankAccounts();
        CiiPayment.to(accounts, currency()).forEach(settlement::addSpecifiedTradeSettlementPaymentMeans);
        if (!accounts.isEmpty()) {
            XmlText.line(view.statement().number())
                    .ifPresent(number -> settlement.addPaymentReference(CiiValues.text(number)));
        }
    }

    private TradeTaxType breakdown(StatementTax tax) {
        var group = VatGroup.of(tax).orElseThrow();
        var breakdown = CiiLine.tax(group);
        breakdown.addCalculatedAmount(CiiValues.amount(view.signed(tax.amount())));
        breakdown.addBasisAmount(CiiValues.amount(view.signed(tax.base().orElseThrow())));
        if (group.code().needsReason()) {
            tax.exemptionReason().flatMap(XmlText::line).ifPresent(breakdown::setExemptionReason);
        }
        return breakdown;
    }

    /** BT-9 and BT-20. */
    private Optional<TradePaymentTermsType> terms() {
        var due = view.dueDate();
        var text = view.terms();
        if (due.isEmpty() && text.isEmpty()) {
            return Optional.empty();
        }
        var terms = new TradePaymentTermsType();
        text.ifPresent(of -> terms.addDescription(CiiValues.text(of)));
        due.ifPresent(day -> terms.setDueDateDateTime(CiiValues.day(day)));
        return Optional.of(terms);
    }

    /** BG-22: what is due is the total with VAT. Payments and other bills are no part of an invoice. */
    private TradeSettlementHeaderMonetarySummationType totals() {
        var net = view.signed(view.statement().taxExcluded().orElseThrow());
        var gross = view.signed(view.statement().taxIncluded().orElseThrow());
        var vat = new AmountType(view.statement().taxes().stream()
                .map(tax -> view.signed(tax.amount()))
                .reduce(BigDecimal.ZERO, BigDecimal::add));
        vat.setCurrencyID(currency());
        var totals = new TradeSettlementHeaderMonetarySummationType();
        totals.addLineTotalAmount(CiiValues.amount(net));
        totals.addTaxBasisTotalAmount(CiiValues.amount(net));
        totals.addTaxTotalAmount(vat);
        totals.addGrandTotalAmount(CiiValues.amount(gross));
        totals.addDuePayableAmount(CiiValues.amount(gross));
        return totals;
    }

    /** BG-3: the bill that this one corrects (BT-25, BT-26). */
    private static Optional<ReferencedDocumentType> reference(Statement.CorrectedBill corrected) {
        return XmlText.line(corrected.number()).map(number -> {
            var reference = new ReferencedDocumentType();
            reference.setIssuerAssignedID(number);
            corrected.billDate().ifPresent(day -> reference.setFormattedIssueDateTime(CiiValues.formattedDay(day)));
            return reference;
        });
    }
}
