package org.billwright.pdf;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.apache.pdfbox.cos.COSName;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.PDPage;
import org.junit.jupiter.api.Test;

/** A bill is archivable and accessible, by veraPDF. */
class BillPdfConformanceTest {
    @Test
    void a_bill_is_archivable_and_accessible() {
        for (var bill : List.of(PdfStatements.ordinary(), PdfStatements.arabic(), PdfStatements.otherAlphabets())) {
            assertThat(PdfReading.faults(PdfReading.render(bill.statement()))).isEmpty();
        }
    }

    @Test
    void a_bill_with_an_invoice_in_it_is_archivable_and_accessible() throws IOException {
        var xml = "<?xml version='1.0'?><rsm:CrossIndustryInvoice xmlns:rsm='urn:x'/>".getBytes(StandardCharsets.UTF_8);
        var pdf = BillPdf.render(
                        PdfStatements.euro().statement(),
                        Optional.of(new EmbeddedInvoice(xml, "factur-x.xml", "EN 16931", "1.0")))
                .bytes();
        assertThat(PdfReading.faults(pdf)).isEmpty();
        try (var document = PdfReading.open(pdf)) {
            var catalog = document.getDocumentCatalog();
            var file = Objects.requireNonNull(
                    catalog.getNames().getEmbeddedFiles().getNames().get("factur-x.xml"));
            assertThat(file.getFilename()).isEqualTo("factur-x.xml");
            assertThat(file.getEmbeddedFile().toByteArray()).isEqualTo(xml);
            assertThat(file.getCOSObject().getNameAsString("AFRelationship")).isEqualTo("Alternative");
            assertThat(catalog.getCOSObject().getCOSArray(COSName.AF).getObject(0))
                    .isSameAs(file.getCOSObject());
            assertThat(new String(catalog.getMetadata().toByteArray(), StandardCharsets.UTF_8))
                    .contains(
                            "<fx:DocumentType>INVOICE</fx:DocumentType>",
                            "<fx:DocumentFileName>factur-x.xml</fx:DocumentFileName>",
                            "<fx:Version>1.0</fx:Version>",
                            "<fx:ConformanceLevel>EN 16931</fx:ConformanceLevel>");
        }
    }

    /** The validator is no test if it accepts everything. */
    @Test
    void a_page_without_tags_is_neither() throws IOException {
        var bytes = new ByteArrayOutputStream();
        try (var document = new PDDocument()) {
            document.addPage(new PDPage());
            document.save(bytes);
        }
        assertThat(PdfReading.faults(bytes.toByteArray()))
                .anyMatch(fault -> fault.startsWith("3a"))
                .anyMatch(fault -> fault.startsWith("ua1"));
    }

    @Test
    void the_document_has_the_language_and_title_of_the_bill() throws IOException {
        try (var document =
                PdfReading.open(PdfReading.render(PdfStatements.arabic().statement()))) {
            var catalog = document.getDocumentCatalog();
            assertThat(catalog.getLanguage()).isEqualTo("ar-SA");
            assertThat(catalog.getViewerPreferences().displayDocTitle()).isTrue();
            assertThat(document.getDocumentInformation().getTitle()).isEqualTo("فاتورة B-2026-000123");
        }
    }
}
