package org.billwright.einvoice;

import java.util.List;
import un.unece.uncefact.data.standard.crossindustryinvoice._100.CrossIndustryInvoiceType;

/** A bill as an e-invoice of the core model of EN 16931-1, or why it cannot be one. */
public sealed interface EInvoice {
    /** An invoice. Each call writes it again, the same bytes each time. */
    final class Made implements EInvoice {
        private final CrossIndustryInvoiceType invoice;

        Made(CrossIndustryInvoiceType invoice) {
            this.invoice = invoice;
        }

        /** The invoice as UN/CEFACT Cross Industry Invoice D16B (CEN/TS 16931-3-3), in UTF-8. */
        public byte[] cii() {
            return InvoiceXml.cii(invoice);
        }

        /** The invoice as OASIS UBL 2.1 (CEN/TS 16931-3-2): an Invoice, or a CreditNote; in UTF-8. */
        public byte[] ubl() {
            return InvoiceXml.ubl(invoice);
        }
    }

    /**
     * There is no valid e-invoice of the bill.
     *
     * @param reasons all of them as sentences, each with what to do
     */
    record NotPossible(List<String> reasons) implements EInvoice {
        /** Copies the reasons. */
        public NotPossible {
            reasons = List.copyOf(reasons);
        }
    }
}
