package org.billwright.einvoice;

import java.math.BigDecimal;
import java.util.Optional;
import org.billwright.rate.RateCharacteristics;
import org.billwright.statement.StatementLine;
import un.unece.uncefact.data.standard.reusableaggregatebusinessinformationentity._100.DocumentLineDocumentType;
import un.unece.uncefact.data.standard.reusableaggregatebusinessinformationentity._100.LineTradeAgreementType;
import un.unece.uncefact.data.standard.reusableaggregatebusinessinformationentity._100.LineTradeDeliveryType;
import un.unece.uncefact.data.standard.reusableaggregatebusinessinformationentity._100.LineTradeSettlementType;
import un.unece.uncefact.data.standard.reusableaggregatebusinessinformationentity._100.ProductCharacteristicType;
import un.unece.uncefact.data.standard.reusableaggregatebusinessinformationentity._100.SupplyChainTradeLineItemType;
import un.unece.uncefact.data.standard.reusableaggregatebusinessinformationentity._100.TradePriceType;
import un.unece.uncefact.data.standard.reusableaggregatebusinessinformationentity._100.TradeProductType;
import un.unece.uncefact.data.standard.reusableaggregatebusinessinformationentity._100.TradeSettlementLineMonetarySummationType;
import un.unece.uncefact.data.standard.reusableaggregatebusinessinformationentity._100.TradeTaxType;

/**
 * An invoice line (BG-25).
 *
 * @param net its amount without taxes, with the sign that it has on the invoice
 */
record CiiLine(StatementLine line, BigDecimal net) {
    SupplyChainTradeLineItemType item() {
        var amounts = InvoiceLine.of(line, net);
        var item = new SupplyChainTradeLineItemType();
        var document = new DocumentLineDocumentType();
        XmlText.line(line.id()).ifPresent(document::setLineID);
        item.setAssociatedDocumentLineDocument(document);
        item.setSpecifiedTradeProduct(product());
        item.setSpecifiedLineTradeAgreement(agreement(amounts));
        var delivery = new LineTradeDeliveryType();
        delivery.setBilledQuantity(CiiValues.quantity(amounts.quantity(), amounts.unitCode()));
        item.setSpecifiedLineTradeDelivery(delivery);
        item.setSpecifiedLineTradeSettlement(settlement(amounts));
        return item;
    }

    /** BT-153: the name of the product, or else the description. */
    static Optional<String> name(StatementLine line) {
        return line.productName().flatMap(XmlText::line).or(() -> XmlText.line(line.description()));
    }

    private TradeProductType product() {
        var product = new TradeProductType();
        var name = name(line).orElseThrow();
        product.addName(CiiValues.text(name));
        XmlText.line(line.description()).filter(text -> !text.equals(name)).ifPresent(product::setDescription);
        line.unit()
                .filter(unit -> UnitCode.of(unit).isEmpty())
                .flatMap(XmlText::line)
                .ifPresent(unit -> product.addApplicableProductCharacteristic(unit(unit)));
        return product;
    }

    /** A unit that UN/ECE has no code of is an attribute of the item (BG-32). */
    private static ProductCharacteristicType unit(String unit) {
        var characteristic = new ProductCharacteristicType();
        characteristic.addDescription(CiiValues.text(RateCharacteristics.UNIT));
        characteristic.addValue(CiiValues.text(unit));
        return characteristic;
    }

    private static LineTradeAgreementType agreement(InvoiceLine amounts) {
        var price = new TradePriceType();
        price.addChargeAmount(CiiValues.amount(amounts.price()));
        amounts.baseQuantity()
                .ifPresent(quantity -> price.setBasisQuantity(CiiValues.quantity(quantity, amounts.unitCode())));
        var agreement = new LineTradeAgreementType();
        agreement.setNetPriceProductTradePrice(price);
        return agreement;
    }

    private LineTradeSettlementType settlement(InvoiceLine amounts) {
        var settlement = new LineTradeSettlementType();
        settlement.addApplicableTradeTax(
                tax(VatGroup.of(line.taxes().getFirst()).orElseThrow()));
        line.period().ifPresent(days -> settlement.setBillingSpecifiedPeriod(CiiValues.period(days)));
        var sums = new TradeSettlementLineMonetarySummationType();
        sums.addLineTotalAmount(CiiValues.amount(amounts.net()));
        settlement.setSpecifiedTradeSettlementLineMonetarySummation(sums);
        return settlement;
    }

    /** BT-151 and BT-152, or BT-118 and BT-119. */
    static TradeTaxType tax(VatGroup group) {
        var tax = new TradeTaxType();
        tax.setTypeCode("VAT");
        tax.setCategoryCode(group.code().name());
        group.percent()
                .ifPresent(
                        percent -> tax.setRateApplicablePercent(percent.scale() < 0 ? percent.setScale(0) : percent));
        return tax;
    }
}
