package org.billwright.audit;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/** SHA-256 over the columns of an entry, each with its length in bytes, so that no character can move from one to the next. */
final class EntryHash {
    private final byte[] bytes;

    private EntryHash(byte[] bytes) {
        this.bytes = bytes;
    }

    /** As it is stored; null in an entry of an old seal. */
    static EntryHash stored(byte @Nullable [] bytes) {
        return new EntryHash(bytes == null ? new byte[0] : bytes);
    }

    static EntryHash of(AuditEntry entry) {
        var sha = sha256();
        add(sha, entry.tenant());
        add(sha, entry.id());
        add(sha, String.valueOf(micros(entry.date())));
        add(sha, entry.caller());
        add(sha, entry.action());
        add(sha, entry.resource());
        add(sha, entry.document());
        return new EntryHash(sha.digest());
    }

    /** In hexadecimal digits. */
    @Override
    public String toString() {
        return HexFormat.of().formatHex(bytes);
    }

    void addTo(MessageDigest sha) {
        sha.update(bytes);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof EntryHash hash && Arrays.equals(bytes, hash.bytes);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(bytes);
    }

    private static void add(MessageDigest sha, String value) {
        var bytes = value.getBytes(StandardCharsets.UTF_8);
        sha.update((bytes.length + ":").getBytes(StandardCharsets.US_ASCII));
        sha.update(bytes);
        sha.update((byte) ',');
    }

    /** PostgreSQL's times have microseconds. */
    static long micros(Instant time) {
        return ChronoUnit.MICROS.between(Instant.EPOCH, time);
    }

    static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
