package org.billwright.imports.job;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;
import org.billwright.format.RecordReader;
import org.billwright.imports.check.InputRecord;
import org.billwright.json.Json;

/**
 * The file of rejected lines, as NDJSON. Its length is committed with each batch; a resumed import truncates the file to that length,
 * so that each rejected line is in it once.
 */
final class RejectFile implements AutoCloseable {
    private final FileChannel file;

    private RejectFile(FileChannel file) {
        this.file = file;
    }

    /** Opens the file and truncates it to a length. A file that is shorter was lost, and starts empty. */
    static RejectFile open(Path path, long length) {
        try {
            var file = FileChannel.open(path, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            if (Optional.ofNullable(file.tryLock()).isEmpty()) {
                file.close();
                throw new IllegalStateException("another import is writing " + path);
            }
            long kept = file.size() < length ? 0 : length;
            file.truncate(kept).position(kept);
            return new RejectFile(file);
        } catch (IOException e) {
            throw new UncheckedIOException("the rejects file cannot be written: " + path, e);
        }
    }

    /** Adds entries, which are on the disk when this returns; the file's length. */
    long add(Iterable<ObjectNode> entries) {
        var text = new StringBuilder();
        entries.forEach(entry -> text.append(Json.write(entry)).append('\n'));
        try {
            if (!text.isEmpty()) {
                var bytes = ByteBuffer.wrap(text.toString().getBytes(StandardCharsets.UTF_8));
                while (bytes.hasRemaining()) {
                    file.write(bytes);
                }
                file.force(false);
            }
            return file.position();
        } catch (IOException e) {
            throw new UncheckedIOException("the rejects file cannot be written", e);
        }
    }

    /** The entry of a rejected line of a source: its text, or, where it is not in the charset of the source, its beginning in Base64. */
    static ObjectNode entry(ImportSource source, InputRecord line, String reason) {
        var entry = Json.object()
                .put("source", source.name())
                .put("line", line.number())
                .put("reason", reason);
        try {
            var text = source.format().charset().newDecoder().decode(ByteBuffer.wrap(line.bytes()));
            return entry.put("text", text.toString());
        } catch (CharacterCodingException e) {
            return entry.put("base64", Base64.getEncoder().encodeToString(beginning(line.bytes())));
        }
    }

    private static byte[] beginning(byte[] bytes) {
        return bytes.length <= RecordReader.KEPT_BYTES ? bytes : Arrays.copyOf(bytes, RecordReader.KEPT_BYTES);
    }

    @Override
    public void close() {
        try {
            file.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
