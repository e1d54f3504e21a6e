package org.billwright.pdf;

import java.util.Optional;
import org.billwright.pdf.file.PdfFile;
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
    public static RenderedPdf render(Statement statement, Optional<EmbeddedInvoice> invoice) {
        var texts = BillTexts.of(statement);
        boolean isRightToLeft = texts.texts().isRightToLeft();
        var palette = new Palette(statement.style().color());
        var fonts = new DocumentFonts();
        try (var file = new PdfFile()) {
            var lines = new LineBreaker(new TextShaper(fonts, isRightToLeft));
            var grid = PageGrid.of(statement.style().paper());
            var pages = new BillPages(file, grid, palette, lines, isRightToLeft);
            var logo = statement
                    .style()
                    .logo()
                    .filter(of -> statement.kind() != StatementKind.SELF_BILLED)
                    .flatMap(LogoImage::of);
            logo.ifPresent(image -> file.resources().put(Letterhead.LOGO, image.in(file)));
            new SummaryPage(statement, texts, pages).draw(logo);
            var details = new DetailPages(statement, texts, pages);
            if (pages.isFirst() && !details.fits()) {
                pages.next();
            }
            details.draw();
            var feet = new PageFeet(statement, texts, pages);
            feet.endText();
            pages.end();
            feet.write(palette);
            fonts.embed(file);
            new DocumentCatalog(file, statement, texts.title(statement)).write(invoice);
            return new RenderedPdf(file.end(), pages.all().size());
        }
    }
}
