package org.billwright.imports.job;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.billwright.store.Fingerprint;

/** Identifies an interrupted import: the same files, unchanged, with the same options. */
final class ImportFingerprint {
    private static final int FIRST_BYTES = 1 << 16;

    private ImportFingerprint() {}

    /** Empty where a source can be read only once. */
    static Optional<String> of(List<ImportSource> sources, ImportOptions options) {
        if (sources.stream().anyMatch(source -> source.file().isEmpty())) {
            return Optional.empty();
        }
        var digest = Fingerprint.sha256();
        add(digest, options.fingerprint());
        sources.forEach(source -> add(digest, source.file().orElseThrow()));
        return Optional.of(HexFormat.of().formatHex(digest.digest()));
    }

    private static void add(MessageDigest digest, Path file) {
        try (var in = Files.newInputStream(file)) {
            add(digest, file.toRealPath().toString());
            add(digest, Files.size(file) + " " + Files.getLastModifiedTime(file).toMillis());
            digest.update(in.readNBytes(FIRST_BYTES));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot be read: " + file, e);
        }
    }

    private static void add(MessageDigest digest, String text) {
        digest.update(text.getBytes(StandardCharsets.UTF_8));
        digest.update((byte) 0);
    }
}
