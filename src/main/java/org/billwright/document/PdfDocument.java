package org.billwright.document;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import org.billwright.problem.ProblemException;
import org.billwright.store.Fingerprint;

/** A PDF of a bill that another system made. It is stored unchanged and never parsed. */
public final class PdfDocument {
    /** The maximum size, in bytes. In Base64 such a PDF fits into a line of an import. */
    public static final int MAX_BYTES = 10_000_000;

    /** The media type. */
    public static final String MIME_TYPE = "application/pdf";

    private static final int MAX_NAME_CHARACTERS = 200;
    private static final byte[] SIGNATURE = "%PDF-".getBytes(StandardCharsets.US_ASCII);

    private final Attachment attachment;
    private final byte[] bytes;
    private final String sha256;

    /** The document with this id of this bill. Content that is not a PDF or is too large is a {@link ProblemException}. */
    public PdfDocument(String billId, String id, String name, byte[] bytes) {
        ProblemException.unless(bytes.length <= MAX_BYTES, "content", "must have at most " + MAX_BYTES + " bytes");
        ProblemException.unless(isPdf(bytes), "content", "must be a PDF, which begins with %PDF-");
        ProblemException.unless(
                name.length() <= MAX_NAME_CHARACTERS,
                "name",
                "must have at most " + MAX_NAME_CHARACTERS + " characters");
        this.attachment = new Attachment(billId, id, name, MIME_TYPE, bytes.length, Attachment.BILL);
        this.bytes = bytes;
        this.sha256 = HexFormat.of().formatHex(Fingerprint.sha256().digest(bytes));
    }

    private static boolean isPdf(byte[] bytes) {
        return Arrays.mismatch(SIGNATURE, Arrays.copyOf(bytes, SIGNATURE.length)) < 0;
    }

    /** The entry in the bill. */
    public Attachment attachment() {
        return attachment;
    }

    /** The fingerprint of its name and content. */
    public long contentFingerprint() {
        return Fingerprint.of(sha256 + attachment.name());
    }

    byte[] bytes() {
        return bytes;
    }

    /** The content's SHA-256, in hexadecimal digits. */
    String sha256() {
        return sha256;
    }
}
