package org.billwright.einvoice;

import java.util.List;
import java.util.Set;
import org.billwright.issuer.BankAccount;
import un.unece.uncefact.data.standard.reusableaggregatebusinessinformationentity._100.CreditorFinancialAccountType;
import un.unece.uncefact.data.standard.reusableaggregatebusinessinformationentity._100.CreditorFinancialInstitutionType;
import un.unece.uncefact.data.standard.reusableaggregatebusinessinformationentity._100.TradeSettlementPaymentMeansType;

/** The payment instructions of an invoice (BG-16): a credit transfer to a bank account. */
final class CiiPayment {
    /** UNTDID 4461. */
    private static final String CREDIT_TRANSFER = "30";

    private static final String SEPA_CREDIT_TRANSFER = "58";

    /** The countries whose IBANs take part in SEPA. */
    private static final Set<String> SEPA = Set.of(
            "AD", "AL", "AT", "BE", "BG", "CH", "CY", "CZ", "DE", "DK", "EE", "ES", "FI", "FR", "GB", "GI", "GR", "HR",
            "HU", "IE", "IS", "IT", "LI", "LT", "LU", "LV", "MC", "MD", "ME", "MK", "MT", "NL", "NO", "PL", "PT", "RO",
            "RS", "SE", "SI", "SK", "SM", "VA");

    private static final int COUNTRY = 2;

    private CiiPayment() {}

    /** The means of payment by each of these accounts: all have one code (BT-81). */
    static List<TradeSettlementPaymentMeansType> to(List<BankAccount> accounts, String currency) {
        boolean isSepa = currency.equals("EUR")
                && accounts.stream()
                        .allMatch(account -> SEPA.contains(account.iban().substring(0, COUNTRY)));
        var code = isSepa ? SEPA_CREDIT_TRANSFER : CREDIT_TRANSFER;
        return accounts.stream().map(account -> means(account, code)).toList();
    }

    private static TradeSettlementPaymentMeansType means(BankAccount account, String code) {
        var creditor = new CreditorFinancialAccountType();
        creditor.setIBANID(account.iban());
        account.holder().flatMap(XmlText::line).ifPresent(creditor::setAccountName);
        var means = new TradeSettlementPaymentMeansType();
        means.setTypeCode(code);
        means.setPayeePartyCreditorFinancialAccount(creditor);
        account.bic().ifPresent(bic -> {
            var institution = new CreditorFinancialInstitutionType();
            institution.setBICID(bic);
            means.setPayeeSpecifiedCreditorFinancialInstitution(institution);
        });
        return means;
    }
}
