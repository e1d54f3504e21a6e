package org.billwright.pdf.file;

/**
 * A page while its content is written. Coordinates are hundredths of a point from the lower left corner. All content is marked: as that of a
 * structure element, or as an artifact (14.8.2.2).
 */
public final class PdfPage {
    private static final int OPERATORS = 16_000;

    private final PdfFile file;
    private final StructureTree tree;
    private final int id;
    private final PdfBytes content = new PdfBytes(OPERATORS);
    private final PdfBytes elements = new PdfBytes(2_000);
    private final PdfBytes annotations = new PdfBytes(16);
    private int markedContents;

    /** A new page of a file. */
    public PdfPage(PdfFile file, StructureTree tree) {
        this.file = file;
        this.tree = tree;
        this.id = file.reserve();
    }

    /** The number of its object. */
    public int id() {
        return id;
    }

    /** The operators of its content (8.2). */
    public PdfBytes content() {
        return content;
    }

    /** Begins content of a structure element. */
    public void begin(StructureElement element) {
        element.content(id, markedContents);
        elements.reference(element.id()).octet(' ');
        content.ascii("/P<</MCID ").number(markedContents).ascii(">>BDC\n");
        markedContents++;
    }

    /** Begins content that is for the eye only. */
    public void beginArtifact() {
        content.ascii("/Artifact BMC\n");
    }

    /** Begins content that belongs to the page and not to the document, such as its number. */
    public void beginPagination() {
        content.ascii("/Artifact<</Type/Pagination>>BDC\n");
    }

    /** Ends what was begun last. */
    public void end() {
        content.ascii("EMC\n");
    }

    /** Makes a rectangle a link of an element to a URI in ASCII. */
    public void link(StructureElement element, String rectangle, String uri, String description) {
        int annotation = file.reserve();
        int key = tree.parentKey(element.id());
        element.annotation(id, annotation);
        annotations.reference(annotation).octet(' ');
        var out = file.object(annotation).ascii("<</Type/Annot/Subtype/Link/F 4/Border[0 0 0]/Rect[");
        out.ascii(rectangle).ascii("]/StructParent ").number(key).ascii("/Contents ");
        out.text(description).ascii("/A<</S/URI/URI(");
        uri.chars().forEach(out::literal);
        out.ascii(")>>>>");
    }

    /**
     * Writes the page and its content.
     *
     * @param pages the number of the page tree
     * @param size width and height, in points
     * @param resources the number of the resources
     * @return the number of a second stream of content, which is to be written later
     */
    public int close(int pages, String size, int resources) {
        int stream = file.reserve();
        int later = file.reserve();
        file.stream(stream, "", content);
        int parents = file.reserve();
        file.object(parents).octet('[').octets(elements).octet(']');
        int key = tree.parentKey(parents);
        var out = file.object(id).ascii("<</Type/Page/Parent ").reference(pages);
        out.ascii("/MediaBox[0 0 ").ascii(size).ascii("]/Resources ").reference(resources);
        out.ascii("/Contents[").reference(stream).octet(' ').reference(later);
        out.ascii("]/Tabs/S/StructParents ").number(key);
        if (annotations.size() > 0) {
            out.ascii("/Annots[").octets(annotations).octet(']');
        }
        out.ascii(">>");
        return later;
    }
}
