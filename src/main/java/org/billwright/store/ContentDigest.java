package org.billwright.store;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.HexFormat;

/**
 * The SHA-256 of a sequence of texts.
 *
 * @param hex in hexadecimal digits
 */
public record ContentDigest(String hex) {
    /** Takes one text after the other. */
    public static final class Builder {
        private final MessageDigest digest = Fingerprint.sha256();

        /** Adds a text and its length, so that no two sequences of texts are the same. */
        public Builder add(String text) {
            var bytes = text.getBytes(StandardCharsets.UTF_8);
            digest.update((bytes.length + " ").getBytes(StandardCharsets.UTF_8));
            digest.update(bytes);
            return this;
        }

        /** The digest. Called once. */
        public ContentDigest build() {
            return new ContentDigest(HexFormat.of().formatHex(digest.digest()));
        }
    }
}
