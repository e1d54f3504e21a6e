package org.billwright.document;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import org.billwright.problem.ProblemException;
import org.billwright.store.Fingerprint;

/** A document of a bill that was made elsewhere: a PDF, kept to the letter and never opened. */
public final class PdfDocument {
    /** How large one may be, in bytes. In Base64 it then still fits into a line of an import. */
    public static final int MAX_BYTES = 10_000_000;

    /** What it is. */
    public static final String MIME_TYPE = "application/pdf";

    private static final int MAX_NAME_CHARACTERS = 200;
    private static final byte[] BEGINNING = "%PDF-".getBytes(StandardCharsets.US_ASCII);

    private final Attachment attachment;
    private final byte[] bytes;
    private final String sha256;

    /** The document with this id of this bill. What is no PDF, or too large, is a {@link ProblemException}. */
    public PdfDocument(String billId, String id, String name, byte[] bytes) {
        ProblemException.unless(bytes.length <= MAX_BYTES, "content", "must have at most " + MAX_BYTES + " bytes");
        ProblemException.unless(begins(bytes), "content", "must be a PDF, which begins with %PDF-");
        ProblemException.unless(
                name.length() <= MAX_NAME_CHARACTERS,
                "name",
                "must have at most " + MAX_NAME_CHARACTERS + " characters");
        this.attachment = new Attachment(billId, id, name, MIME_TYPE, bytes.length);
        this.bytes = bytes;
        this.sha256 = HexFormat.of().formatHex(Fingerprint.sha256().digest(bytes));
    }

    private static boolean begins(byte[] bytes) {
        return Arrays.mismatch(BEGINNING, Arrays.copyOf(bytes, BEGINNING.length)) < 0;
    }

    /** As the bill lists it. */
    public Attachment attachment() {
        return attachment;
    }

    byte[] bytes() {
        return bytes;
    }

    /** By which it is known, in hexadecimal digits. */
    String sha256() {
        return sha256;
    }
}
