package org.billwright.einvoice;

import com.helger.cii.d16b.CIID16BCrossIndustryInvoiceTypeMarshaller;
import com.helger.commons.error.list.ErrorList;
import com.helger.en16931.cii2ubl.CIIToUBL21Converter;
import com.helger.jaxb.GenericJAXBMarshaller;
import com.helger.ubl21.UBL21Marshaller;
import oasis.names.specification.ubl.schema.xsd.creditnote_21.CreditNoteType;
import oasis.names.specification.ubl.schema.xsd.invoice_21.InvoiceType;
import un.unece.uncefact.data.standard.crossindustryinvoice._100.CrossIndustryInvoiceType;

/** Writes an invoice as XML. It is not validated against a schema: the types are those of the schema, and the tests validate. */
final class InvoiceXml {
    private InvoiceXml() {}

    static byte[] cii(CrossIndustryInvoiceType invoice) {
        return write(new CIID16BCrossIndustryInvoiceTypeMarshaller(), invoice);
    }

    static byte[] ubl(CrossIndustryInvoiceType invoice) {
        var errors = new ErrorList();
        return switch (new CIIToUBL21Converter().convertCIItoUBL(invoice, errors)) {
            case InvoiceType made -> write(UBL21Marshaller.invoice(), made);
            case CreditNoteType made -> write(UBL21Marshaller.creditNote(), withReferenceToInvoice(made));
            case null, default -> throw new IllegalStateException("the invoice has no form in UBL: " + errors);
        };
    }

    /** The converter refers to what a credit note corrects as to a credit note; the binding of BT-25 refers to an invoice. */
    private static CreditNoteType withReferenceToInvoice(CreditNoteType note) {
        note.getBillingReference().forEach(reference -> {
            reference.setInvoiceDocumentReference(reference.getCreditNoteDocumentReference());
            reference.setCreditNoteDocumentReference(null);
        });
        return note;
    }

    private static <T> byte[] write(GenericJAXBMarshaller<T> marshaller, T document) {
        var bytes = marshaller.setUseSchema(false).getAsBytes(document);
        if (bytes == null) {
            throw new IllegalStateException("the invoice cannot be written as XML");
        }
        return bytes;
    }
}
