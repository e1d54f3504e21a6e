package org.billwright.pdf.file;

import java.util.Map;
import java.util.TreeMap;
import org.apache.pdfbox.cos.COSBase;
import org.apache.pdfbox.pdmodel.PDDocumentCatalog;
import org.apache.pdfbox.pdmodel.common.COSObjectable;
import org.apache.pdfbox.pdmodel.common.PDNumberTreeNode;
import org.apache.pdfbox.pdmodel.documentinterchange.logicalstructure.PDParentTreeValue;
import org.apache.pdfbox.pdmodel.documentinterchange.logicalstructure.PDStructureTreeRoot;

/** The structure tree of a document (14.7), with its parent tree. */
public final class StructureTree {
    private final PDStructureTreeRoot root = new PDStructureTreeRoot();
    private final StructureElement document;
    private final Map<Integer, COSObjectable> parents = new TreeMap<>();

    StructureTree(PDDocumentCatalog catalog) {
        catalog.setStructureTreeRoot(root);
        this.document = new StructureElement("Document", root);
        root.setK(document.dictionary());
    }

    /** The element of the whole document. */
    public StructureElement document() {
        return document;
    }

    /** A new key of the parent tree for an object: that of an element, or an array of those of a page. */
    int parentKey(COSBase parent) {
        int key = parents.size();
        parents.put(key, parent);
        return key;
    }

    /** Ends the tree. */
    void end() {
        var tree = new PDNumberTreeNode(PDParentTreeValue.class);
        tree.setNumbers(parents);
        root.setParentTree(tree);
        root.setParentTreeNextKey(parents.size());
    }
}
