package org.billwright.billing;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.HexFormat;
import org.billwright.store.Fingerprint;

/**
 * The SHA-256 of what a calculation read.
 *
 * @param hex in hexadecimal digits
 */
public record InputDigest(String hex) {
    /** Takes one text after the other. */
    static final class Builder {
        private final MessageDigest digest = Fingerprint.sha256();

        /** Adds a text and its length, so that no two sequences of texts are the same. */
        Builder add(String text) {
            var bytes = text.getBytes(StandardCharsets.UTF_8);
            digest.update((bytes.length + " ").getBytes(StandardCharsets.UTF_8));
            digest.update(bytes);
            return this;
        }

        InputDigest build() {
            return new InputDigest(HexFormat.of().formatHex(digest.digest()));
        }
    }
}
