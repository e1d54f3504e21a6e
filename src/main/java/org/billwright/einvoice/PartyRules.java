package org.billwright.einvoice;

import org.billwright.account.PostalAddress;
import org.billwright.statement.Statement;
import org.billwright.statement.StatementKind;
import org.billwright.statement.StatementParty;
import org.billwright.tax.TaxCategoryCode;

/** The names, countries and identifiers of the seller and of the buyer. */
record PartyRules(Statement statement, Reasons reasons) {
    /**
     * One of the two parties.
     *
     * @param isIssuer whether it is the issuer of the tenant: in a self-billed invoice this is the buyer
     */
    private record Side(String name, StatementParty party, boolean isIssuer) {
        String remedy(String ofIssuer, String ofAccount) {
            return isIssuer ? ofIssuer : ofAccount;
        }

        boolean hasVat() {
            return Identifiers.vat(party).isPresent();
        }

        String vatRemedy() {
            return remedy(
                    "give the issuer an organizationIdentification of the type VAT that begins with the code of its country.",
                    "give the billing account an organizationIdentification of the type VAT that begins with the code of its"
                            + " country.");
        }
    }

    void check() {
        boolean isSelfBilled = statement.kind() == StatementKind.SELF_BILLED;
        var seller = new Side("seller", statement.seller(), !isSelfBilled);
        var buyer = new Side("buyer", statement.receiver(), isSelfBilled);
        checkPlace(seller, "BT-27", "BR-08, BR-09");
        checkPlace(buyer, "BT-44", "BR-10, BR-11");
        checkSellerIdentifier(seller);
        checkBuyerIdentifier(buyer);
    }

    private void checkPlace(Side side, String nameTerm, String addressRules) {
        var address = side.party().address();
        if (side.isIssuer() && address.isEmpty()) {
            reasons.unless(
                    false,
                    "There is no issuer, who is the " + side.name()
                            + " of an invoice: set it by PUT /operations/v1/issuer or billwright issuer set.");
            return;
        }
        reasons.unless(
                XmlText.line(side.party().name()).isPresent(),
                "The " + side.name() + " has no name (" + nameTerm + "): "
                        + side.remedy("give the issuer a legalName.", "give the billing account a name."));
        reasons.unless(
                address.isPresent(),
                "The " + side.name() + " has no postal address (" + addressRules
                        + "): give the billing account a contact with a postal address.");
        address.ifPresent(of -> checkCountry(side, of, addressRules));
    }

    private void checkCountry(Side side, PostalAddress address, String rules) {
        reasons.unless(
                Identifiers.country(address).isPresent(),
                "The country of the " + side.name() + ", "
                        + address.country().map(of -> "\"" + of + "\"").orElse("which is absent")
                        + ", is not an ISO 3166-1 alpha-2 code (" + rules + "): write it as one, such as ES, in "
                        + side.remedy("the postalAddress of the issuer.", "the contact of the billing account."));
    }

    private void checkSellerIdentifier(Side seller) {
        if (new InvoiceView(statement).isOutsideVat()) {
            reasons.unless(
                    Identifiers.other(seller.party()).isPresent(),
                    "An invoice outside the scope of VAT (O) must not have the seller's VAT identifier (BR-O-02), and the seller"
                            + " has no other identifier (BR-CO-26): give "
                            + seller.remedy("the issuer", "the billing account")
                            + " an organizationIdentification of another type than VAT.");
        } else {
            reasons.unless(
                    seller.hasVat(),
                    "The seller has no VAT identifier (BT-31) with the code of a country (BR-CO-09): "
                            + seller.vatRemedy());
        }
    }

    private void checkBuyerIdentifier(Side buyer) {
        var view = new InvoiceView(statement);
        requireVat(buyer, TaxCategoryCode.AE, "BR-AE-02");
        requireVat(buyer, TaxCategoryCode.K, "BR-IC-02");
        reasons.unless(
                !view.has(TaxCategoryCode.K) || statement.period().isPresent(),
                "The tax category K needs the days of the supply (BG-14; BR-IC-11): give the bill a billingPeriod.");
    }

    private void requireVat(Side buyer, TaxCategoryCode category, String rule) {
        reasons.unless(
                !new InvoiceView(statement).has(category) || buyer.hasVat(),
                "The tax category " + category + " needs the VAT identifier of the buyer (BT-48; " + rule + "): "
                        + buyer.vatRemedy());
    }
}
