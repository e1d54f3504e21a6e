package org.billwright.pdf.file;

/**
 * An element of the structure tree (14.7.2). It is written when it is closed; its children must be closed before.
 *
 * <p>Not closed, it is written nowhere.
 */
public final class StructureElement {
    private final StructureTree tree;
    private final int id;
    private final int parent;
    private final String entries;
    private final PdfBytes kids = new PdfBytes(16);
    private int page;

    StructureElement(StructureTree tree, int id, int parent, String entries) {
        this.tree = tree;
        this.id = id;
        this.parent = parent;
        this.entries = entries;
    }

    /** The number of its object. */
    public int id() {
        return id;
    }

    /** Adds an element below it, such as {@code TR}. */
    public StructureElement child(String type) {
        return child(type, "");
    }

    /** Adds an element below it, with more entries of its dictionary. */
    public StructureElement child(String type, String more) {
        var child = tree.element(id, "/S/" + type + more);
        kids.reference(child.id).octet(' ');
        return child;
    }

    /** Adds a marked content of a page. */
    void content(int ofPage, int markedContent) {
        if (page == 0) {
            page = ofPage;
        }
        if (page == ofPage) {
            kids.number(markedContent).octet(' ');
        } else {
            kids.ascii("<</Type/MCR/Pg ").reference(ofPage).ascii("/MCID ").number(markedContent);
            kids.ascii(">> ");
        }
    }

    /** Adds an annotation. */
    void annotation(int ofPage, int annotation) {
        kids.ascii("<</Type/OBJR/Pg ").reference(ofPage).ascii("/Obj ").reference(annotation);
        kids.ascii(">> ");
    }

    /** Writes it. */
    public void close() {
        var out = tree.file().object(id).ascii("<<").ascii(entries).ascii("/P ").reference(parent);
        if (page > 0) {
            out.ascii("/Pg ").reference(page);
        }
        out.ascii("/K[").octets(kids).ascii("]>>");
    }
}
