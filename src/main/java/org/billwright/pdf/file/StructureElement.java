package org.billwright.pdf.file;

import org.apache.pdfbox.cos.COSArray;
import org.apache.pdfbox.cos.COSDictionary;
import org.apache.pdfbox.cos.COSName;
import org.apache.pdfbox.pdmodel.PDPage;
import org.apache.pdfbox.pdmodel.common.PDRectangle;
import org.apache.pdfbox.pdmodel.documentinterchange.logicalstructure.PDAttributeObject;
import org.apache.pdfbox.pdmodel.documentinterchange.logicalstructure.PDMarkedContentReference;
import org.apache.pdfbox.pdmodel.documentinterchange.logicalstructure.PDObjectReference;
import org.apache.pdfbox.pdmodel.documentinterchange.logicalstructure.PDStructureElement;
import org.apache.pdfbox.pdmodel.documentinterchange.logicalstructure.PDStructureNode;
import org.apache.pdfbox.pdmodel.documentinterchange.taggedpdf.PDLayoutAttributeObject;
import org.apache.pdfbox.pdmodel.documentinterchange.taggedpdf.PDTableAttributeObject;
import org.apache.pdfbox.pdmodel.interactive.annotation.PDAnnotation;

/** An element of the structure tree (14.7.2). */
public final class StructureElement {
    private final PDStructureElement element;

    StructureElement(String type, PDStructureNode parent) {
        this.element = new PDStructureElement(type, parent);
        dictionary().removeItem(COSName.TYPE); // which no element needs, and there are thousands
    }

    COSDictionary dictionary() {
        return element.getCOSObject();
    }

    /** Adds an element below it, such as {@code TR}. */
    public StructureElement child(String type) {
        var child = new StructureElement(type, element);
        element.appendKid(child.element);
        keepKids();
        return child;
    }

    /** Adds the head of columns. */
    public StructureElement columnHead(int columns) {
        var head = child("TH");
        var attributes = new PDTableAttributeObject();
        attributes.setScope(PDTableAttributeObject.SCOPE_COLUMN);
        if (columns > 1) {
            attributes.setColSpan(columns);
        }
        head.attributes(attributes);
        return head;
    }

    /** Adds a picture, with a text instead of it (14.9.3), and where it is on its page. */
    public StructureElement figure(String alternative, PDRectangle box) {
        var figure = child("Figure");
        figure.element.setAlternateDescription(alternative);
        var attributes = new PDLayoutAttributeObject();
        attributes.setPlacement(PDLayoutAttributeObject.PLACEMENT_BLOCK);
        box.getCOSArray().setDirect(true);
        attributes.setBBox(box);
        figure.attributes(attributes);
        return figure;
    }

    /** Adds a part with the text that its glyphs stand for (14.9.4). */
    public StructureElement span(String actualText) {
        var span = child("Span");
        span.element.setActualText(actualText);
        return span;
    }

    private void attributes(PDAttributeObject attributes) {
        attributes.getCOSObject().setDirect(true);
        dictionary().setItem(COSName.A, attributes);
    }

    /** Adds a marked content of a page. */
    void content(PDPage page, int markedContent) {
        if (isOn(page)) {
            element.appendKid(markedContent);
        } else {
            var reference = new PDMarkedContentReference();
            reference.setPage(page);
            reference.setMCID(markedContent);
            reference.getCOSObject().setDirect(true);
            element.appendKid(reference);
        }
        keepKids();
    }

    /** The list of kids is no object of its own. */
    private void keepKids() {
        if (dictionary().getItem(COSName.K) instanceof COSArray kids) {
            kids.setDirect(true);
        }
    }

    /** Whether the element is on this page; it is on the first that has content of it. */
    private boolean isOn(PDPage page) {
        var first = dictionary().getCOSDictionary(COSName.PG);
        if (first == null) {
            element.setPage(page);
        }
        return first == null || first.equals(page.getCOSObject());
    }

    /** Adds an annotation. */
    void annotation(PDPage page, PDAnnotation annotation) {
        var reference = new PDObjectReference();
        reference.setPage(page);
        reference.setReferencedObject(annotation);
        reference.getCOSObject().setDirect(true);
        element.appendKid(reference);
        keepKids();
    }
}
