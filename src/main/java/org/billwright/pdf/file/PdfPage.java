package org.billwright.pdf.file;

import java.util.ArrayList;
import java.util.List;
import org.apache.pdfbox.cos.COSArray;
import org.apache.pdfbox.cos.COSDictionary;
import org.apache.pdfbox.cos.COSInteger;
import org.apache.pdfbox.cos.COSName;
import org.apache.pdfbox.cos.COSStream;
import org.apache.pdfbox.pdmodel.PDPage;
import org.apache.pdfbox.pdmodel.common.PDRectangle;
import org.apache.pdfbox.pdmodel.common.PDStream;
import org.apache.pdfbox.pdmodel.interactive.action.PDActionURI;
import org.apache.pdfbox.pdmodel.interactive.annotation.PDAnnotation;
import org.apache.pdfbox.pdmodel.interactive.annotation.PDAnnotationLink;

/**
 * A page while its content is written. Coordinates are hundredths of a point from the lower left corner. All content is marked: as that of a
 * structure element, or as an artifact (14.8.2.2).
 */
public final class PdfPage {
    private static final COSName TABS = COSName.getPDFName("Tabs");
    private static final COSDictionary PAGINATION = pagination();
    private static final COSDictionary FOOTER = pagination();

    static {
        FOOTER.setName(COSName.SUBTYPE, "Footer");
    }

    private final PdfFile file;
    private final PDPage page;
    private final PageContent content;
    private final COSArray elements = new COSArray();
    private final List<PDAnnotation> annotations = new ArrayList<>();
    private int markedContents;

    PdfPage(PdfFile file, PDRectangle size) {
        this.file = file;
        this.page = new PDPage(size);
        this.content = new PageContent(stream());
        page.setResources(file.resources());
        page.getCOSObject().setItem(TABS, COSName.S);
        page.setStructParents(file.tree().parentKey(elements));
        file.document().addPage(page);
    }

    private static COSDictionary pagination() {
        var dictionary = new COSDictionary();
        dictionary.setName(COSName.TYPE, "Pagination");
        return dictionary;
    }

    private COSStream stream() {
        return file.document().getDocument().createCOSStream();
    }

    /** The operators of its content (8.2). */
    public PageContent content() {
        return content;
    }

    /** Begins content of a structure element. */
    public void begin(StructureElement element) {
        element.content(page, markedContents);
        elements.add(element.dictionary());
        content.begin(COSName.P, markedContents);
        markedContents++;
    }

    /** Begins content that is for the eye only. */
    public void beginArtifact() {
        content.begin(COSName.ARTIFACT);
    }

    /** Begins content that belongs to the page and not to the document, such as its number. */
    public void beginPagination() {
        content.begin(COSName.ARTIFACT, PAGINATION);
    }

    /** Ends what was begun last. */
    public void end() {
        content.end();
    }

    /** Makes a rectangle a link of an element to a URI in ASCII. */
    public void link(StructureElement element, PDRectangle rectangle, String uri, String description) {
        var action = new PDActionURI();
        action.setURI(uri);
        var link = new PDAnnotationLink();
        link.setRectangle(rectangle);
        link.setPrinted(true);
        link.setContents(description);
        link.setAction(action);
        link.setStructParent(file.tree().parentKey(element.dictionary()));
        var border = new COSArray();
        border.growToSize(3, COSInteger.ZERO);
        link.setBorder(border);
        element.annotation(page, link);
        annotations.add(link);
    }

    /** Ends the page. What is at its foot may follow. */
    public void close() {
        content.close();
        if (!annotations.isEmpty()) {
            page.setAnnotations(annotations);
        }
        page.setContents(new PDStream(content.stream()));
    }

    /** Begins the foot of a page that was closed, an artifact, which ends when it is closed. */
    public PageContent foot() {
        var foot = new PageContent(stream());
        page.setContents(List.of(new PDStream(content.stream()), new PDStream(foot.stream())));
        foot.begin(COSName.ARTIFACT, FOOTER);
        return foot;
    }
}
