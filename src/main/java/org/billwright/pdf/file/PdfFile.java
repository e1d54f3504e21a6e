package org.billwright.pdf.file;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import org.apache.pdfbox.cos.COSArray;
import org.apache.pdfbox.cos.COSName;
import org.apache.pdfbox.cos.COSString;
import org.apache.pdfbox.filter.Filter;
import org.apache.pdfbox.pdfwriter.compress.CompressParameters;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.PDResources;
import org.apache.pdfbox.pdmodel.common.PDRectangle;

/** A PDF file (ISO 32000-1) in memory. The same content gives the same bytes. */
public final class PdfFile implements AutoCloseable {
    private static final int ID_BYTES = 16;
    private static final int CAPACITY = 50_000;
    private static final CompressParameters OBJECTS_OF_A_STREAM = new CompressParameters(250);

    /** Half the time of the default level for 3 % more bytes. */
    private static final String LEVEL = "4";

    static {
        if (System.getProperty(Filter.SYSPROP_DEFLATELEVEL) == null) {
            System.setProperty(Filter.SYSPROP_DEFLATELEVEL, LEVEL);
        }
    }

    private final PDDocument document = new PDDocument();
    private final PDResources resources = new PDResources();
    private final StructureTree tree = new StructureTree(document.getDocumentCatalog());
    private final MessageDigest digest = sha256();

    /** An empty file. */
    public PdfFile() {
        document.getDocument().setVersion(1.7f);
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    /** A rectangle, by lengths in hundredths of a point (1/72 inch). */
    public static PDRectangle rectangle(int x, int y, int width, int height) {
        return new PDRectangle(
                PageContent.points(x), PageContent.points(y), PageContent.points(width), PageContent.points(height));
    }

    /** The document of the library. */
    public PDDocument document() {
        return document;
    }

    /** The resources of all pages. */
    public PDResources resources() {
        return resources;
    }

    /** The structure of its content. */
    public StructureTree tree() {
        return tree;
    }

    /** Begins a page of this size, in hundredths of a point. */
    public PdfPage page(int width, int height) {
        return new PdfPage(this, rectangle(0, 0, width, height));
    }

    /** Adds bytes to those by which the file is identified. */
    public void identify(byte[] bytes) {
        digest.update(bytes);
    }

    /** Ends the file. Returns its bytes. */
    public byte[] end() {
        tree.end();
        var out = new ByteArrayOutputStream(CAPACITY);
        try {
            var pages = document.getPages();
            for (var page : pages) {
                var streams = page.getContentStreams();
                while (streams.hasNext()) {
                    try (var bytes = streams.next().getCOSObject().createRawInputStream()) {
                        identify(bytes.readAllBytes());
                    }
                }
            }
            // with an identifier of its own the library does not make one of the time (14.4)
            var id = new COSString(Arrays.copyOf(digest.digest(), ID_BYTES));
            var ids = new COSArray();
            ids.add(id);
            ids.add(id);
            document.getDocument().getTrailer().setItem(COSName.ID, ids);
            document.save(out, OBJECTS_OF_A_STREAM);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toByteArray();
    }

    @Override
    public void close() {
        try {
            document.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
