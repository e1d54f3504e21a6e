package org.billwright.pdf.file;

import java.io.IOException;
import java.io.UncheckedIOException;
import org.apache.pdfbox.cos.COSArray;
import org.apache.pdfbox.cos.COSBase;
import org.apache.pdfbox.cos.COSDictionary;
import org.apache.pdfbox.cos.COSName;
import org.apache.pdfbox.cos.COSStream;

/** A stream that is the same in several files, encoded once. */
public final class EncodedStream {
    private final COSDictionary entries;
    private final byte[] bytes;

    private EncodedStream(COSDictionary entries, byte[] bytes) {
        this.entries = entries;
        this.bytes = bytes;
    }

    /** A copy of a stream. */
    public static EncodedStream of(COSStream stream) {
        try (var bytes = stream.createRawInputStream()) {
            return new EncodedStream(new COSDictionary(stream), bytes.readAllBytes());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A stream with these entries and bytes, which it compresses. */
    public static EncodedStream compressed(COSDictionary entries, byte[] data) {
        try (var stream = new COSStream()) {
            stream.addAll(entries);
            try (var out = stream.createOutputStream(COSName.FLATE_DECODE)) {
                out.write(data);
            }
            return of(stream);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** An object of a file. */
    public COSStream in(PdfFile file) {
        var stream = file.document().getDocument().createCOSStream();
        entries.forEach((name, value) -> stream.setItem(name, copy(value)));
        try (var out = stream.createRawOutputStream()) {
            out.write(bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return stream;
    }

    /** A writer sets the numbers of objects in them, so that files may share only what has none. */
    private static COSBase copy(COSBase value) {
        return switch (value) {
            case COSDictionary dictionary -> {
                var copy = new COSDictionary();
                dictionary.forEach((name, entry) -> copy.setItem(name, copy(entry)));
                copy.setDirect(true);
                yield copy;
            }
            case COSArray array -> {
                var copy = new COSArray();
                array.forEach(item -> copy.add(copy(item)));
                copy.setDirect(true);
                yield copy;
            }
            default -> value;
        };
    }
}
