package org.billwright.machineclient;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.List;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;

/**
 * A secret as it is stored: salted and stretched (PBKDF2 with HMAC-SHA-256, RFC 8018), never the secret itself.
 *
 * @param iterations how often it was stretched
 * @param salt in base64
 * @param derived in base64
 */
public record SecretHash(int iterations, String salt, String derived) {
    /** The fewest characters of a new secret, as NIST SP 800-63B-4 requires of one that is the only factor. */
    public static final int MIN_CHARACTERS = 15;

    /** The fewest characters of a secret that a client gives: earlier versions stored shorter ones. */
    static final int MIN_GIVEN_CHARACTERS = 5;

    /** The most characters of a secret; a longer one is refused unread. */
    public static final int MAX_CHARACTERS = 200;

    private static final String ALGORITHM = "PBKDF2WithHmacSHA256";
    private static final String SCHEME = "pbkdf2-sha256";

    /** As OWASP recommends for this algorithm (Password Storage Cheat Sheet, 2023). A stored hash keeps the number that it was made with. */
    private static final int ITERATIONS = 600_000;

    private static final int SALT_BYTES = 16;
    private static final int DERIVED_BITS = 256;
    private static final int GENERATED_BYTES = 32;
    private static final SecureRandom RANDOM = new SecureRandom();

    /** A hash of no secret, to compare with where there is none: that takes as long as with a real one. */
    static final SecretHash OF_NO_SECRET =
            new SecretHash(ITERATIONS, base64(random(SALT_BYTES)), base64(random(DERIVED_BITS / Byte.SIZE)));

    /** A new secret, too long to be guessed. */
    public static String generate() {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(random(GENERATED_BYTES));
    }

    /** Hashes a secret of at least {@value #MIN_CHARACTERS} characters. */
    public static SecretHash of(String secret) {
        if (secret.length() < MIN_CHARACTERS || secret.length() > MAX_CHARACTERS) {
            throw new IllegalArgumentException(
                    "a secret has " + MIN_CHARACTERS + " to " + MAX_CHARACTERS + " characters");
        }
        var salt = random(SALT_BYTES);
        return new SecretHash(ITERATIONS, base64(salt), base64(derive(secret, salt, ITERATIONS)));
    }

    /** Reads what {@link #text} wrote. */
    static SecretHash parse(String text) {
        var parts = List.of(text.split("\\$", -1));
        if (parts.size() != 4 || !parts.getFirst().equals(SCHEME)) {
            throw new IllegalArgumentException("not a hash of a secret");
        }
        return new SecretHash(Integer.parseInt(parts.get(1)), parts.get(2), parts.get(3));
    }

    /** As one text, to be stored. */
    String text() {
        return String.join("$", SCHEME, String.valueOf(iterations), salt, derived);
    }

    /** Whether this is the secret; takes tenths of a second, whatever the result. */
    boolean matches(String secret) {
        var decoder = Base64.getDecoder();
        return MessageDigest.isEqual(decoder.decode(derived), derive(secret, decoder.decode(salt), iterations));
    }

    private static byte[] derive(String secret, byte[] salt, int iterations) {
        try {
            var specification = new PBEKeySpec(secret.toCharArray(), salt, iterations, DERIVED_BITS);
            return SecretKeyFactory.getInstance(ALGORITHM)
                    .generateSecret(specification)
                    .getEncoded();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java has " + ALGORITHM, e);
        }
    }

    private static byte[] random(int bytes) {
        var random = new byte[bytes];
        RANDOM.nextBytes(random);
        return random;
    }

    private static String base64(byte[] bytes) {
        return Base64.getEncoder().encodeToString(bytes);
    }

    /** Without the hash. */
    @Override
    public String toString() {
        return SCHEME;
    }
}
