package org.billwright.pdf.file;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.zip.Deflater;

/**
 * A PDF file (ISO 32000-1) that is written object by object. Objects are not kept: small ones are collected in object streams (7.5.7) and
 * written with the next hundred. The same objects give the same bytes.
 */
public final class PdfFile implements AutoCloseable {
    /** Objects of an object stream; fewer than 256, as an index has one byte. */
    private static final int OBJECTS_OF_A_STREAM = 250;

    private static final int FREE = 0;
    private static final int AT_OFFSET = 1;
    private static final int IN_STREAM = 2;
    private static final int ID_BYTES = 16;
    private static final int BUFFER = 8_192;

    /** Half the time of the default level for 3 % more bytes. */
    private static final int LEVEL = 4;

    private final PdfBytes file = new PdfBytes(60_000);
    private final PdfBytes packed = new PdfBytes(16_000);
    private final PdfBytes index = new PdfBytes(2_000);
    private final Deflater deflater = new Deflater(LEVEL);
    private final byte[] chunk = new byte[BUFFER];
    private int[] positions = new int[1_000];
    private byte[] kinds = new byte[1_000];
    private byte[] indexes = new byte[1_000];
    private int next = 1;
    private int stream;
    private int inStream;

    /** A file with its header. */
    public PdfFile() {
        file.ascii("%PDF-1.7\n%").fourOctets(0xE2E3CFD3).octet('\n');
    }

    /** The number of an object that will be written later. */
    public int reserve() {
        if (next == positions.length) {
            int length = next + (next >> 1);
            positions = Arrays.copyOf(positions, length);
            kinds = Arrays.copyOf(kinds, length);
            indexes = Arrays.copyOf(indexes, length);
        }
        return next++;
    }

    /** Begins an object that is no stream; its content follows, before the next object begins. */
    public PdfBytes object(int id) {
        if (inStream == OBJECTS_OF_A_STREAM) {
            endStream();
        }
        if (inStream == 0) {
            stream = reserve();
        }
        kinds[id] = IN_STREAM;
        positions[id] = stream;
        indexes[id] = (byte) inStream++;
        if (packed.size() > 0) {
            packed.octet('\n');
        }
        index.number(id).octet(' ').number(packed.size()).octet(' ');
        return packed;
    }

    private void endStream() {
        if (inStream > 0) {
            var data = new PdfBytes(index.size() + packed.size()).octets(index).octets(packed);
            stream(stream, "/Type/ObjStm/N " + inStream + "/First " + index.size(), data);
            packed.clear();
            index.clear();
            inStream = 0;
        }
    }

    /**
     * Writes a stream, compressed.
     *
     * @param entries of its dictionary besides length and filter
     */
    public void stream(int id, String entries, PdfBytes data) {
        var compressed = compressed(deflater, chunk, data);
        stream(id, entries + "/Filter/FlateDecode", compressed.buffer(), compressed.size());
    }

    /** Writes a stream as it is. */
    public void stream(int id, String entries, byte[] data, int length) {
        kinds[id] = AT_OFFSET;
        positions[id] = file.size();
        file.number(id).ascii(" 0 obj\n<<").ascii(entries).ascii("/Length ").number(length);
        file.ascii(">>\nstream\n").octets(data, 0, length).ascii("\nendstream\nendobj\n");
    }

    private static PdfBytes compressed(Deflater deflater, byte[] chunk, PdfBytes data) {
        var compressed = new PdfBytes(data.size() / 2 + 64);
        deflater.reset();
        deflater.setInput(data.buffer(), 0, data.size());
        deflater.finish();
        while (!deflater.finished()) {
            compressed.octets(chunk, 0, deflater.deflate(chunk));
        }
        return compressed;
    }

    /** Bytes for a stream with the filter {@code FlateDecode} that is written to several files. */
    public static byte[] compressed(PdfBytes data) {
        try (var deflater = new Deflater(Deflater.BEST_COMPRESSION)) {
            return compressed(deflater, new byte[BUFFER], data).toArray();
        }
    }

    /**
     * Ends the file with its cross-reference stream (7.5.8).
     *
     * @param catalog the number of the document catalog
     * @param info the number of the information dictionary
     * @return its bytes
     */
    public byte[] end(int catalog, int info) {
        endStream();
        int id = reserve();
        int start = file.size();
        kinds[id] = AT_OFFSET;
        positions[id] = start;
        var table = new PdfBytes(6 * next);
        for (int object = 0; object < next; object++) {
            table.octet(object == 0 ? FREE : kinds[object]).fourOctets(positions[object]);
            table.octet(indexes[object]);
        }
        var digest = "<" + digest() + ">";
        stream(
                id,
                "/Type/XRef/W[1 4 1]/Size " + next + "/Root " + catalog + " 0 R/Info " + info + " 0 R/ID[" + digest
                        + digest + "]",
                table);
        file.ascii("startxref\n").number(start).ascii("\n%%EOF\n");
        return file.toArray();
    }

    private String digest() {
        try {
            var sha = MessageDigest.getInstance("SHA-256");
            sha.update(file.buffer(), 0, file.size());
            return HexFormat.of().withUpperCase().formatHex(sha.digest(), 0, ID_BYTES);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        deflater.end();
    }
}
