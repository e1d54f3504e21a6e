package org.billwright.machineclient;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Base64;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;

/** Hashes that are quick to compute, as no client has them. */
public final class TestSecrets {
    private static final int ITERATIONS = 1_000;
    private static final int BITS = 256;

    private TestSecrets() {}

    public static SecretHash hash(String secret) {
        try {
            var salt = ("salt of " + secret + " ".repeat(16)).substring(0, 16).getBytes(StandardCharsets.UTF_8);
            var derived = SecretKeyFactory.getInstance("PBKDF2WithHmacSHA256")
                    .generateSecret(new PBEKeySpec(secret.toCharArray(), salt, ITERATIONS, BITS))
                    .getEncoded();
            var base64 = Base64.getEncoder();
            return SecretHash.parse("pbkdf2-sha256$" + ITERATIONS + "$" + base64.encodeToString(salt) + "$"
                    + base64.encodeToString(derived));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
