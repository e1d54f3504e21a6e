package org.billwright.pdf.font;

import java.util.BitSet;
import org.apache.pdfbox.cos.COSName;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.PDResources;

/** A font with the characters of it that a document uses. */
final class UsedFont {
    private final FontFile font;
    private final COSName name;
    private final BitSet characters = new BitSet();

    /**
     * A font of which nothing is used.
     *
     * @param name of it in content
     */
    UsedFont(FontFile font, COSName name) {
        this.font = font;
        this.name = name;
    }

    FontFile font() {
        return font;
    }

    COSName name() {
        return name;
    }

    /** The code of a character that the font has. It will be in the document. */
    char code(int character) {
        characters.set(character);
        return font.code(character);
    }

    /** Embeds it, if it is used. */
    void embed(PDDocument document, PDResources resources) {
        if (!characters.isEmpty()) {
            resources.put(name, font.embed(document, characters));
        }
    }
}
