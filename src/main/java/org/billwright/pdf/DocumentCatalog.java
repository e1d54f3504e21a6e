package org.billwright.pdf;

import java.awt.color.ColorSpace;
import java.awt.color.ICC_Profile;
import java.time.format.DateTimeFormatter;
import java.util.Optional;
import org.billwright.pdf.file.PdfBytes;
import org.billwright.pdf.file.PdfFile;
import org.billwright.statement.Statement;

/** The root of a document (ISO 32000-1, 7.7.2), and what belongs to the whole of it: metadata, colours, the attached invoice. */
final class DocumentCatalog {
    /** The colours of screens (IEC 61966-2-1), compressed. */
    private static final byte[] SRGB = srgb();

    private final PdfFile file;
    private final Statement statement;
    private final String title;

    DocumentCatalog(PdfFile file, Statement statement, String title) {
        this.file = file;
        this.statement = statement;
        this.title = title;
    }

    private static byte[] srgb() {
        var profile = ICC_Profile.getInstance(ColorSpace.CS_sRGB).getData();
        return PdfFile.compressed(new PdfBytes(profile.length).octets(profile, 0, profile.length));
    }

    /** Writes the catalog and ends the file. Returns its bytes. */
    byte[] end(int structureTree, int pages, Optional<EmbeddedInvoice> invoice) {
        int metadata = file.reserve();
        var language = statement.language().toLanguageTag();
        var packet = MetadataPacket.of(
                title, statement.seller().name(), language, statement.billDate() + "T00:00:00Z", invoice);
        file.stream(metadata, "/Type/Metadata/Subtype/XML", packet, packet.length);
        int profile = file.reserve();
        file.stream(profile, "/N 3/Filter/FlateDecode", SRGB, SRGB.length);
        var attachment = invoice.map(this::attach);
        int catalog = file.reserve();
        var out = file.object(catalog).ascii("<</Type/Catalog/Pages ").reference(pages);
        out.ascii("/StructTreeRoot ").reference(structureTree);
        out.ascii("/MarkInfo<</Marked true>>/ViewerPreferences<</DisplayDocTitle true");
        out.ascii(language.startsWith("ar") ? "/Direction/R2L>>/Lang(" : ">>/Lang(")
                .ascii(language);
        out.ascii(")/Metadata ").reference(metadata);
        out.ascii("/OutputIntents[<</Type/OutputIntent/S/GTS_PDFA1/OutputConditionIdentifier(sRGB)");
        out.ascii("/Info(sRGB IEC61966-2.1)/DestOutputProfile ")
                .reference(profile)
                .ascii(">>]");
        attachment.ifPresent(id -> {
            out.ascii("/AF[").reference(id).ascii("]/Names<</EmbeddedFiles<</Names[");
            out.text(invoice.orElseThrow().fileName()).reference(id).ascii("]>>>>");
        });
        out.ascii(">>");
        int info = file.reserve();
        var date = "(D:" + statement.billDate().format(DateTimeFormatter.BASIC_ISO_DATE) + "000000Z)";
        file.object(info)
                .ascii("<</Producer(Billwright)/Title")
                .text(title)
                .ascii("/CreationDate" + date + "/ModDate" + date + ">>");
        return file.end(catalog, info);
    }

    /** The invoice as an alternative of the document (ISO 19005-3, 6.8). */
    private int attach(EmbeddedInvoice invoice) {
        int stream = file.reserve();
        var date = statement.billDate().format(DateTimeFormatter.BASIC_ISO_DATE);
        file.stream(
                stream,
                "/Type/EmbeddedFile/Subtype/text#2Fxml/Params<</Size " + invoice.xml().length + "/ModDate(D:" + date
                        + "000000Z)>>",
                new PdfBytes(invoice.xml().length).octets(invoice.xml(), 0, invoice.xml().length));
        int id = file.reserve();
        file.object(id)
                .ascii("<</Type/Filespec/AFRelationship/Alternative/Desc(Invoice)/F")
                .text(invoice.fileName())
                .ascii("/UF")
                .text(invoice.fileName())
                .ascii("/EF<</F ")
                .reference(stream)
                .ascii("/UF ")
                .reference(stream)
                .ascii(">>>>");
        return id;
    }
}
