package org.billwright.document;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.billwright.einvoice.EInvoice;
import org.billwright.einvoice.EInvoices;
import org.billwright.pdf.BillPdf;
import org.billwright.pdf.EmbeddedInvoice;
import org.billwright.statement.Statement;

/** The documents of a statement: the PDF, and the e-invoice where the bill can be one. */
final class GeneratedDocuments {
    private GeneratedDocuments() {}

    static List<GeneratedDocument> of(Statement statement) {
        var documents = new ArrayList<GeneratedDocument>();
        Optional<EmbeddedInvoice> embedded = Optional.empty();
        if (EInvoices.of(statement) instanceof EInvoice.Made made) {
            var cii = made.cii();
            embedded = Optional.of(new EmbeddedInvoice(cii, "factur-x.xml", "EN 16931", "1.0"));
            documents.add(document(statement, GeneratedType.CII, cii, Optional.empty()));
            documents.add(document(statement, GeneratedType.UBL, made.ubl(), Optional.empty()));
        }
        var pdf = BillPdf.render(statement, embedded);
        documents.addFirst(document(statement, GeneratedType.PDF, pdf.bytes(), Optional.of(pdf.pages())));
        return documents;
    }

    /** Why the bill cannot be an e-invoice. */
    static List<String> reasonsAgainstInvoice(Statement statement) {
        return switch (EInvoices.of(statement)) {
            case EInvoice.Made made -> List.of();
            case EInvoice.NotPossible not -> not.reasons();
        };
    }

    private static GeneratedDocument document(
            Statement statement, GeneratedType type, byte[] bytes, Optional<Integer> pages) {
        return new GeneratedDocument(statement.billId(), statement.number(), type, bytes, pages);
    }
}
