package org.billwright.pdf;

import java.awt.color.ColorSpace;
import java.awt.color.ICC_Profile;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.ZoneOffset;
import java.util.Calendar;
import java.util.GregorianCalendar;
import java.util.Map;
import java.util.Optional;
import org.apache.pdfbox.cos.COSArray;
import org.apache.pdfbox.cos.COSDictionary;
import org.apache.pdfbox.cos.COSName;
import org.apache.pdfbox.pdmodel.PDDocumentCatalog;
import org.apache.pdfbox.pdmodel.PDDocumentInformation;
import org.apache.pdfbox.pdmodel.PDDocumentNameDictionary;
import org.apache.pdfbox.pdmodel.PDEmbeddedFilesNameTreeNode;
import org.apache.pdfbox.pdmodel.common.PDMetadata;
import org.apache.pdfbox.pdmodel.common.filespecification.PDComplexFileSpecification;
import org.apache.pdfbox.pdmodel.common.filespecification.PDEmbeddedFile;
import org.apache.pdfbox.pdmodel.documentinterchange.logicalstructure.PDMarkInfo;
import org.apache.pdfbox.pdmodel.graphics.color.PDOutputIntent;
import org.apache.pdfbox.pdmodel.interactive.viewerpreferences.PDViewerPreferences;
import org.apache.pdfbox.pdmodel.interactive.viewerpreferences.PDViewerPreferences.READING_DIRECTION;
import org.billwright.pdf.file.EncodedStream;
import org.billwright.pdf.file.PdfFile;
import org.billwright.statement.Statement;

/** The root of a document (ISO 32000-1, 7.7.2), and what belongs to the whole of it: metadata, colours, the attached invoice. */
final class DocumentCatalog {
    private static final COSName AF_RELATIONSHIP = COSName.getPDFName("AFRelationship");

    /** The colours of screens (IEC 61966-2-1). */
    private static final EncodedStream SRGB = srgb();

    private final PdfFile file;
    private final PDDocumentCatalog catalog;
    private final Statement statement;
    private final String title;

    DocumentCatalog(PdfFile file, Statement statement, String title) {
        this.file = file;
        this.catalog = file.document().getDocumentCatalog();
        this.statement = statement;
        this.title = title;
    }

    private static EncodedStream srgb() {
        var entries = new COSDictionary();
        entries.setInt(COSName.N, 3);
        return EncodedStream.compressed(
                entries, ICC_Profile.getInstance(ColorSpace.CS_sRGB).getData());
    }

    /** Writes the catalog. */
    void write(Optional<EmbeddedInvoice> invoice) {
        try {
            catalog.setLanguage(statement.language().toLanguageTag());
            var marks = new PDMarkInfo();
            marks.setMarked(true);
            catalog.setMarkInfo(marks);
            preferences();
            information();
            metadata(invoice);
            catalog.addOutputIntent(colors());
            if (invoice.isPresent()) {
                attach(invoice.get());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void preferences() {
        var preferences = new PDViewerPreferences(new COSDictionary());
        preferences.setDisplayDocTitle(true);
        if (statement.language().getLanguage().equals("ar")) {
            preferences.setReadingDirection(READING_DIRECTION.R2L);
        }
        catalog.setViewerPreferences(preferences);
    }

    private Calendar date() {
        return GregorianCalendar.from(statement.billDate().atStartOfDay(ZoneOffset.UTC));
    }

    private void information() {
        var information = new PDDocumentInformation();
        information.setProducer("Billwright");
        information.setTitle(title);
        information.setCreationDate(date());
        information.setModificationDate(date());
        file.document().setDocumentInformation(information);
    }

    private void metadata(Optional<EmbeddedInvoice> invoice) throws IOException {
        var language = statement.language().toLanguageTag();
        var packet = MetadataPacket.of(title, statement.seller().name(), language, date(), invoice);
        file.identify(packet);
        catalog.setMetadata(new PDMetadata(file.document(), new ByteArrayInputStream(packet)));
    }

    private PDOutputIntent colors() {
        var intent = new COSDictionary();
        intent.setItem(COSName.TYPE, COSName.OUTPUT_INTENT);
        intent.setItem(COSName.S, COSName.GTS_PDFA1);
        intent.setItem(COSName.DEST_OUTPUT_PROFILE, SRGB.in(file));
        var colors = new PDOutputIntent(intent);
        colors.setOutputConditionIdentifier("sRGB");
        colors.setInfo("sRGB IEC61966-2.1");
        return colors;
    }

    /** The invoice as an alternative of the document (ISO 19005-3, 6.8). */
    private void attach(EmbeddedInvoice invoice) throws IOException {
        file.identify(invoice.xml());
        var embedded =
                new PDEmbeddedFile(file.document(), new ByteArrayInputStream(invoice.xml()), COSName.FLATE_DECODE);
        embedded.setSubtype("text/xml");
        embedded.setSize(invoice.xml().length);
        embedded.setModDate(date());
        var specification = new PDComplexFileSpecification();
        specification.setFile(invoice.fileName());
        specification.setFileUnicode(invoice.fileName());
        specification.setFileDescription("Invoice");
        specification.setEmbeddedFile(embedded);
        specification.setEmbeddedFileUnicode(embedded);
        specification.getCOSObject().setName(AF_RELATIONSHIP, "Alternative");
        var files = new PDEmbeddedFilesNameTreeNode();
        files.setNames(Map.of(invoice.fileName(), specification));
        var names = new PDDocumentNameDictionary(catalog);
        names.setEmbeddedFiles(files);
        catalog.setNames(names);
        var associated = new COSArray();
        associated.add(specification);
        catalog.getCOSObject().setItem(COSName.AF, associated);
    }
}
