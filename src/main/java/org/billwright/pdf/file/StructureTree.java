package org.billwright.pdf.file;

/** The structure tree of a document (14.7), with its parent tree. */
public final class StructureTree {
    private final PdfFile file;
    private final int id;
    private final PdfBytes parents = new PdfBytes(100);
    private final StructureElement document;
    private int nextParent;

    /** The tree of a file, with the element {@code Document}. */
    public StructureTree(PdfFile file) {
        this.file = file;
        this.id = file.reserve();
        this.document = new StructureElement(this, file.reserve(), id, "/S/Document");
    }

    /** The number of its object. */
    public int id() {
        return id;
    }

    /** The element of the whole document. */
    public StructureElement document() {
        return document;
    }

    PdfFile file() {
        return file;
    }

    StructureElement element(int parent, String entries) {
        return new StructureElement(this, file.reserve(), parent, entries);
    }

    /** A new key of the parent tree for an object: that of an element, or an array of those of a page. */
    int parentKey(int object) {
        parents.number(nextParent).octet(' ').reference(object).octet(' ');
        return nextParent++;
    }

    /** Writes the tree. */
    public void close() {
        document.close();
        file.object(id)
                .ascii("<</Type/StructTreeRoot/K ")
                .reference(document.id())
                .ascii("/ParentTreeNextKey ")
                .number(nextParent)
                .ascii("/ParentTree<</Nums[")
                .octets(parents)
                .ascii("]>>>>");
    }
}
