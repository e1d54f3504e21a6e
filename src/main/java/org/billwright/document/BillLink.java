package org.billwright.document;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.OffsetDateTime;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Optional;
import org.billwright.bill.BillShape;
import org.billwright.json.DateTimes;
import org.billwright.json.Json;
import org.billwright.json.Links;
import org.billwright.store.Fingerprint;

/**
 * A link to the page of one bill: whoever has it may see the bill, until it expires or is revoked.
 *
 * @param createdBy the caller who made it
 */
public record BillLink(
        String tenant,
        String id,
        String billId,
        OffsetDateTime createdAt,
        String createdBy,
        OffsetDateTime expiresAt,
        Optional<OffsetDateTime> revokedAt,
        Optional<String> revokedBy) {
    /** The path of the pages, before the secret. */
    public static final String PATH = "/bill/";

    private static final SecureRandom RANDOM = new SecureRandom();
    private static final int SECRET_BYTES = 32;

    /** A secret of 256 random bits. */
    static String newSecret() {
        var bytes = new byte[SECRET_BYTES];
        RANDOM.nextBytes(bytes);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    /** What is stored of a secret. */
    static String digest(String secret) {
        return HexFormat.of().formatHex(Fingerprint.sha256().digest(secret.getBytes(StandardCharsets.UTF_8)));
    }

    /** Whether it leads to the bill at this time. */
    boolean isValid(OffsetDateTime at) {
        return revokedAt.isEmpty() && at.isBefore(expiresAt);
    }

    /** As it is shown. */
    ObjectNode document() {
        var document = Json.object().put("id", id);
        document.putObject("bill").put("id", billId).put("href", Links.to(BillShape.RESOURCE, billId));
        document.put("createdAt", DateTimes.format(createdAt))
                .put("createdBy", createdBy)
                .put("expiresAt", DateTimes.format(expiresAt));
        revokedAt.ifPresent(at -> document.put("revokedAt", DateTimes.format(at)));
        revokedBy.ifPresent(by -> document.put("revokedBy", by));
        return document;
    }
}
