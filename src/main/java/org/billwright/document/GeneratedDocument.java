package org.billwright.document;

import java.util.HexFormat;
import java.util.Optional;
import org.billwright.store.Fingerprint;

/** A document that was made of a bill here. */
public final class GeneratedDocument {
    private static final int MAX_NAME_CHARACTERS = 200;

    private final Attachment attachment;
    private final GeneratedType type;
    private final byte[] bytes;
    private final Optional<Integer> pages;
    private final String sha256;

    /**
     * A document of a bill.
     *
     * @param pages how many pages it has, if it has pages
     */
    GeneratedDocument(String billId, String billNumber, GeneratedType type, byte[] bytes, Optional<Integer> pages) {
        var name = type.fileName(billNumber);
        this.attachment = new Attachment(
                billId,
                type.id(),
                name.length() > MAX_NAME_CHARACTERS ? type.id() : name,
                type.mimeType(),
                bytes.length,
                type.attachmentType());
        this.type = type;
        this.bytes = bytes;
        this.pages = pages;
        this.sha256 = HexFormat.of().formatHex(Fingerprint.sha256().digest(bytes));
    }

    /** The entry in the bill. */
    Attachment attachment() {
        return attachment;
    }

    GeneratedType type() {
        return type;
    }

    byte[] bytes() {
        return bytes;
    }

    Optional<Integer> pages() {
        return pages;
    }

    /** The content's SHA-256, in hexadecimal digits. */
    String sha256() {
        return sha256;
    }
}
