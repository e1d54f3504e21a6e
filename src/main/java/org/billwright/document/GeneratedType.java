package org.billwright.document;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** The documents that are made of a bill here. */
public enum GeneratedType {
    /** The bill as a PDF (PDF/A-3A, PDF/UA-1), with the e-invoice in it where there is one. */
    PDF("bill.pdf", "application/pdf", "bill"),
    /** The e-invoice in the syntax UN/CEFACT CII (EN 16931). */
    CII("cii.xml", "application/xml", "eInvoice"),
    /** The e-invoice in the syntax UBL (EN 16931). */
    UBL("ubl.xml", "application/xml", "eInvoice");

    private final String id;
    private final String mimeType;
    private final String attachmentType;

    GeneratedType(String id, String mimeType, String attachmentType) {
        this.id = id;
        this.mimeType = mimeType;
        this.attachmentType = attachmentType;
    }

    /** Its id among the documents of a bill. */
    public String id() {
        return id;
    }

    /** Its media type. */
    public String mimeType() {
        return mimeType;
    }

    /** Its type in the bill's list of documents. */
    String attachmentType() {
        return attachmentType;
    }

    /** The name of its file, which begins with the number of the bill. */
    String fileName(String billNumber) {
        return switch (this) {
            case PDF -> billNumber + ".pdf";
            case CII -> billNumber + "-cii.xml";
            case UBL -> billNumber + "-ubl.xml";
        };
    }

    static Optional<GeneratedType> of(String id) {
        return Arrays.stream(values()).filter(type -> type.id.equals(id)).findFirst();
    }

    static List<String> ids() {
        return Arrays.stream(values()).map(GeneratedType::id).toList();
    }
}
