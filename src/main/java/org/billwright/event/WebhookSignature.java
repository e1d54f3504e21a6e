package org.billwright.event;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * The signature by which a listener verifies the sender, the time and the content of a delivery, in the form of Standard Webhooks
 * 1.0.0: {@code v1,<base64>}, the HMAC-SHA-256 of the id, the time and the body, joined by dots. The key is the subscription's secret: what
 * follows {@value #SECRET_PREFIX}, in base64.
 */
public final class WebhookSignature {
    /** The header with the id of the event, which is the same in each attempt. */
    public static final String ID_HEADER = "webhook-id";

    /** The header with the time of the attempt, in seconds since 1970. */
    public static final String TIMESTAMP_HEADER = "webhook-timestamp";

    /** The header with the signature. */
    public static final String HEADER = "webhook-signature";

    /** How a secret begins. */
    public static final String SECRET_PREFIX = "whsec_";

    private static final String ALGORITHM = "HmacSHA256";
    private static final int SECRET_BYTES = 32;
    private static final SecureRandom RANDOM = new SecureRandom();

    private WebhookSignature() {}

    /** A new secret. */
    static String generateSecret() {
        var bytes = new byte[SECRET_BYTES];
        RANDOM.nextBytes(bytes);
        return SECRET_PREFIX + Base64.getEncoder().encodeToString(bytes);
    }

    /** The value of the header for a body in UTF-8. */
    public static String of(String secret, String id, long epochSeconds, byte[] body) {
        try {
            var key = Base64.getDecoder().decode(secret.substring(SECRET_PREFIX.length()));
            var mac = Mac.getInstance(ALGORITHM);
            mac.init(new SecretKeySpec(key, ALGORITHM));
            mac.update((id + "." + epochSeconds + ".").getBytes(StandardCharsets.UTF_8));
            return "v1," + Base64.getEncoder().encodeToString(mac.doFinal(body));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java has " + ALGORITHM, e);
        }
    }
}
