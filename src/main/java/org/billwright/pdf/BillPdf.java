package org.billwright.pdf;

import java.util.Optional;
import org.billwright.pdf.file.PdfBytes;
import org.billwright.pdf.file.PdfFile;
import org.billwright.pdf.file.StructureTree;
import org.billwright.pdf.font.DocumentFonts;
import org.billwright.pdf.font.LineBreaker;
import org.billwright.pdf.font.TextShaper;
import org.billwright.statement.Statement;
import org.billwright.statement.StatementKind;

/** A statement as a PDF. The same statement gives the same bytes. */
public final class BillPdf {
    private BillPdf() {}

    /**
     * The file: PDF/A-3A and PDF/UA-1.
     *
     * @param invoice that is attached to it
     */
    public static byte[] render(Statement statement, Optional<EmbeddedInvoice> invoice) {
        var texts = BillTexts.of(statement);
        boolean isRightToLeft = texts.texts().isRightToLeft();
        var palette = new Palette(statement.style().color());
        var fonts = new DocumentFonts();
        try (var file = new PdfFile()) {
            var tree = new StructureTree(file);
            var lines = new LineBreaker(new TextShaper(fonts, isRightToLeft));
            var grid = PageGrid.of(statement.style().paper());
            var pages = new BillPages(file, tree, grid, palette, lines, isRightToLeft);
            var logo = statement
                    .style()
                    .logo()
                    .filter(of -> statement.kind() != StatementKind.SELF_BILLED)
                    .flatMap(LogoImage::of);
            new SummaryPage(statement, texts, pages).draw(logo);
            var details = new DetailPages(statement, texts, pages);
            if (pages.isFirst() && !details.fits()) {
                pages.next();
            }
            details.draw();
            var feet = new PageFeet(statement, texts, pages);
            feet.endText();
            pages.end();
            feet.write(file, palette);
            tree.close();
            resources(file, pages.resources(), fonts, logo);
            var title = texts.title(statement);
            return new DocumentCatalog(file, statement, title).end(tree.id(), pages.tree(), invoice);
        }
    }

    private static void resources(PdfFile file, int id, DocumentFonts fonts, Optional<LogoImage> logo) {
        var entries = fonts.write(file);
        var images = new PdfBytes(50);
        logo.ifPresent(image -> images.ascii("/XObject<</" + Letterhead.LOGO + " ")
                .reference(image.write(file))
                .ascii(">>"));
        file.object(id)
                .ascii("<</Font<<")
                .octets(entries)
                .ascii(">>")
                .octets(images)
                .ascii(">>");
    }
}
