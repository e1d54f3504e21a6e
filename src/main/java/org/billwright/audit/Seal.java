package org.billwright.audit;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HexFormat;

/**
 * A seal over the entries of one tenant whose numbers are above the seal before and not above its own last one.
 *
 * @param algorithm how its hash is computed
 * @param lastSeq the last number that it covers: no entry up to it can come later
 * @param entries how many entries it covers, 1 or more
 * @param previous the hash of the seal before
 */
record Seal(long no, int algorithm, long lastSeq, int entries, String previous, String hash, Instant sealedAt) {
    /** The previous hash of the first seal. */
    static final String INITIAL_HASH = "";

    /** Over the texts of documents, of entries that have the number of the seal. Seals are no longer made so. */
    static final int OF_DOCUMENTS = 1;

    /** Over the hashes of the entries in a range of numbers. */
    static final int OF_RANGE = 2;

    /**
     * Computes a hash of the second algorithm: SHA-256 over the previous hash; the number and hash of each entry; the seal's number,
     * last number, count of entries and time. Numbers have eight bytes, the highest first; the time is in microseconds since 1970.
     */
    static final class RangeHash {
        private final MessageDigest sha = EntryHash.sha256();
        private final ByteBuffer number = ByteBuffer.allocate(Long.BYTES);
        private final String previous;
        private int entries;

        RangeHash(String previous) {
            this.previous = previous;
            sha.update(previous.getBytes(StandardCharsets.UTF_8));
        }

        void add(long seq, EntryHash entryHash) {
            add(seq);
            entryHash.addTo(sha);
            entries++;
        }

        int entries() {
            return entries;
        }

        Seal seal(long no, long lastSeq, Instant now) {
            var time = now.truncatedTo(ChronoUnit.MICROS);
            add(no);
            add(lastSeq);
            add(entries);
            add(EntryHash.micros(time));
            return new Seal(
                    no, OF_RANGE, lastSeq, entries, previous, HexFormat.of().formatHex(sha.digest()), time);
        }

        private void add(long value) {
            sha.update(number.putLong(0, value).array());
        }
    }

    /** Computes a hash of the first algorithm: SHA-256 over the previous hash and, for each entry, its number, its length in bytes and its text. */
    static final class DocumentsHash {
        private final MessageDigest sha = EntryHash.sha256();

        DocumentsHash(String previous) {
            sha.update(previous.getBytes(StandardCharsets.UTF_8));
        }

        void add(long seq, String document) {
            var text = document.getBytes(StandardCharsets.UTF_8);
            sha.update(("\n" + seq + " " + text.length + "\n").getBytes(StandardCharsets.UTF_8));
            sha.update(text);
        }

        String hash() {
            return HexFormat.of().formatHex(sha.digest());
        }
    }
}
