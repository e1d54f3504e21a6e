package org.billwright.account;

/**
 * A tax identification number (TMF632 OrganizationIdentification).
 *
 * @param type such as {@code VAT}
 */
public record TaxIdentification(String type, String number) {
    /** The type of a VAT identifier, as EN 16931 has it (BT-31, BT-48). */
    public static final String VAT = "VAT";

    /** Whether it is a VAT identifier. */
    public boolean isVat() {
        return VAT.equalsIgnoreCase(type);
    }
}
