package org.billwright.console.session;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.regex.Pattern;

/** The secret of a browser's session: 256 random bits in a cookie. The database has its digest; forms have a token made from it. */
public final class SessionSecret {
    /** The cookie's name. */
    public static final String COOKIE = "billwright-session";

    private static final int BYTES = 32;
    private static final Pattern FORM = Pattern.compile("[A-Za-z0-9_-]{43}");
    private static final SecureRandom RANDOM = new SecureRandom();

    private SessionSecret() {}

    /** A new secret. */
    public static String generate() {
        var bytes = new byte[BYTES];
        RANDOM.nextBytes(bytes);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    /** Whether a text can be a secret. */
    public static boolean isPossible(String text) {
        return FORM.matcher(text).matches();
    }

    /** What is stored of a secret. */
    public static String digest(String secret) {
        return sha256("session:" + secret);
    }

    /** What a form sends that begins or ends a session, so that pages of other sites cannot send one. */
    public static String formToken(String secret) {
        return sha256("form:" + secret);
    }

    /** What all other forms of a session send. A form that was shown in one tenant is not taken in another. */
    public static String formToken(String secret, String tenant) {
        return sha256("form:" + secret + ':' + tenant);
    }

    /** Whether a form sent the token of its session. Takes the same time wherever they differ. */
    public static boolean isFormToken(String given, String secret) {
        return isSame(given, formToken(secret));
    }

    /** Whether a form sent the token of its session and tenant. */
    public static boolean isFormToken(String given, String secret, String tenant) {
        return isSame(given, formToken(secret, tenant));
    }

    /** The id of a form that counts once: random, and bound to its session. */
    public static String formId(String secret) {
        return formId(secret, generate());
    }

    private static String formId(String secret, String random) {
        return random + '.' + sha256("once:" + secret + ':' + random);
    }

    /** Whether a form has an id that was made for this session. */
    public static boolean isFormId(String given, String secret) {
        var random = given.split("\\.", 2)[0];
        return isPossible(random) && isSame(given, formId(secret, random));
    }

    private static boolean isSame(String given, String expected) {
        return MessageDigest.isEqual(given.getBytes(StandardCharsets.UTF_8), expected.getBytes(StandardCharsets.UTF_8));
    }

    private static String sha256(String text) {
        try {
            var sha = MessageDigest.getInstance("SHA-256");
            return Base64.getUrlEncoder()
                    .withoutPadding()
                    .encodeToString(sha.digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
