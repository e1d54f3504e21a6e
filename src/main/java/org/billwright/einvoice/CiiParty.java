package org.billwright.einvoice;

import java.util.Optional;
import org.billwright.account.PostalAddress;
import org.billwright.statement.StatementParty;
import un.unece.uncefact.data.standard.reusableaggregatebusinessinformationentity._100.LegalOrganizationType;
import un.unece.uncefact.data.standard.reusableaggregatebusinessinformationentity._100.TaxRegistrationType;
import un.unece.uncefact.data.standard.reusableaggregatebusinessinformationentity._100.TradeAddressType;
import un.unece.uncefact.data.standard.reusableaggregatebusinessinformationentity._100.TradePartyType;

/**
 * The seller (BG-4) or the buyer (BG-7) of an invoice.
 *
 * @param isOutsideVat whether the invoice has no VAT identifiers (BR-O-02)
 */
record CiiParty(StatementParty party, boolean isOutsideVat) {
    private static final String VAT = "VA";
    private static final String TAX = "FC";

    TradePartyType seller() {
        var seller = withPlace();
        var vat = vat();
        var other = Identifiers.other(party);
        vat.ifPresent(number -> seller.addSpecifiedTaxRegistration(registration(number, VAT)));
        if (vat.isPresent()) {
            other.ifPresent(number -> seller.addSpecifiedTaxRegistration(registration(number, TAX)));
        } else { // BR-CO-26: without a VAT identifier it has another one (BT-29)
            other.ifPresent(number -> seller.addID(CiiValues.id(number)));
        }
        return seller;
    }

    /** A tax registration that is not a VAT identifier (BT-32) is of sellers only: the buyer's is its identifier (BT-46). */
    TradePartyType buyer() {
        var buyer = withPlace();
        vat().ifPresent(number -> buyer.addSpecifiedTaxRegistration(registration(number, VAT)));
        Identifiers.other(party).ifPresent(number -> buyer.addID(CiiValues.id(number)));
        return buyer;
    }

    private Optional<String> vat() {
        return Identifiers.vat(party).filter(number -> !isOutsideVat);
    }

    private TradePartyType withPlace() {
        var made = new TradePartyType();
        XmlText.line(party.name()).ifPresent(made::setName);
        party.tradingName().flatMap(XmlText::line).ifPresent(name -> {
            var organization = new LegalOrganizationType();
            organization.setTradingBusinessName(name);
            made.setSpecifiedLegalOrganization(organization);
        });
        party.address().ifPresent(address -> made.setPostalTradeAddress(address(address)));
        return made;
    }

    private static TaxRegistrationType registration(String number, String scheme) {
        var registration = new TaxRegistrationType();
        registration.setID(CiiValues.id(number, scheme));
        return registration;
    }

    /** BG-5, BG-8. */
    private static TradeAddressType address(PostalAddress address) {
        var made = new TradeAddressType();
        address.postCode().flatMap(XmlText::line).ifPresent(made::setPostcodeCode);
        address.street1().flatMap(XmlText::line).ifPresent(made::setLineOne);
        address.street2().flatMap(XmlText::line).ifPresent(made::setLineTwo);
        address.city().flatMap(XmlText::line).ifPresent(made::setCityName);
        Identifiers.country(address).ifPresent(made::setCountryID);
        address.stateOrProvince()
                .flatMap(XmlText::line)
                .ifPresent(name -> made.addCountrySubDivisionName(CiiValues.text(name)));
        return made;
    }

    /** Where it is delivered to (BG-13): the country of the party (BT-80). */
    TradePartyType deliverTo() {
        var country = new TradeAddressType();
        party.address().flatMap(Identifiers::country).ifPresent(country::setCountryID);
        var made = new TradePartyType();
        made.setPostalTradeAddress(country);
        return made;
    }
}
