package org.billwright.issuer;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.billwright.problem.ProblemException;

/**
 * The issuer's logo.
 *
 * @param content its bytes in Base64
 */
public record IssuerLogo(String mimeType, String content) {
    /** The maximum size of a logo, in bytes. */
    public static final int MAX_BYTES = 200_000;

    private static final int MAX_BASE64_CHARACTERS = (MAX_BYTES + 2) / 3 * 4;

    /** The accepted media types and the first bytes of their files. An SVG may have scripts in it. */
    private static final Map<String, byte[]> SIGNATURES = Map.of(
            "image/png", HexFormat.of().parseHex("89504e470d0a1a0a"),
            "image/jpeg", HexFormat.of().parseHex("ffd8ff"));

    static IssuerLogo of(JsonNode logo) {
        var mimeType = Optional.ofNullable(logo.path("mimeType").textValue()).orElse("");
        var signature = Optional.ofNullable(SIGNATURES.get(mimeType));
        ProblemException.unless(signature.isPresent(), "logo.mimeType", "must be image/png or image/jpeg");
        var content = Optional.ofNullable(logo.path("content").textValue()).orElse("");
        ProblemException.unless(
                content.length() <= MAX_BASE64_CHARACTERS, "logo.content", "is limited to " + MAX_BYTES + " bytes");
        ProblemException.unless(
                startsWith(decoded(content), signature.orElseThrow()),
                "logo.content",
                "is not of the type " + mimeType);
        IssuerMembers.requireNames(logo, "logo", List.of("mimeType", "content"));
        return new IssuerLogo(mimeType, content);
    }

    private static byte[] decoded(String content) {
        try {
            return Base64.getDecoder().decode(content);
        } catch (IllegalArgumentException e) {
            ProblemException.unless(false, "logo.content", "must be Base64 (RFC 4648)");
            throw e;
        }
    }

    private static boolean startsWith(byte[] bytes, byte[] signature) {
        return bytes.length >= signature.length && Arrays.equals(Arrays.copyOf(bytes, signature.length), signature);
    }

    /** Its bytes. */
    public byte[] bytes() {
        return decoded(content);
    }
}
