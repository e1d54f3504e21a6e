package org.billwright.document;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import org.billwright.bill.BillShape;
import org.billwright.bill.BillStore;
import org.billwright.problem.Problem;
import org.billwright.problem.ProblemException;
import org.billwright.store.Ids;
import org.jdbi.v3.core.Handle;

/**
 * The links to the bills of a tenant.
 *
 * @param caller who makes or revokes them
 * @param now the time of the operation
 */
public record BillLinks(Handle tx, String tenant, String caller, OffsetDateTime now) {
    /** For how long a link is valid where nothing is said. */
    public static final Duration DEFAULT_TIME = Duration.ofDays(30);

    private static final Duration LONGEST_TIME = Duration.ofDays(366);
    private static final int MOST_LISTED = 1_000;
    private static final String RESOURCE = "link";

    /** A new link, and the only time that its secret is known. */
    public record Created(BillLink link, String secret) {
        /** As it is shown, with its address below a server. */
        public ObjectNode document(String root) {
            return link.document().put("url", root + BillLink.PATH + secret);
        }
    }

    /** Makes a link that is valid for so long. */
    public Created create(String bill, Duration time) {
        // Longer times may have no end that there is.
        var least = time.compareTo(LONGEST_TIME) > 0 ? LONGEST_TIME.plusDays(1) : time;
        return create(bill, Optional.of(now.plus(least)));
    }

    /** Makes a link. An unknown bill is a {@link Problem.NotFound}, and a time that is past or too far a {@link Problem.InvalidBody}. */
    public Created create(String bill, Optional<OffsetDateTime> expiresAt) {
        requireBill(bill);
        var expiry = expiresAt.orElseGet(() -> now.plus(DEFAULT_TIME));
        ProblemException.unless(
                expiry.isAfter(now.plusSeconds(1)) && !expiry.isAfter(now.plus(LONGEST_TIME)),
                "expiresAt",
                "must be more than a second in the future, and at most " + LONGEST_TIME.toDays() + " days away");
        var secret = BillLink.newSecret();
        var link = new BillLink(tenant, Ids.next(), bill, now, caller, expiry, Optional.empty(), Optional.empty());
        BillLinkStore.insert(tx, link, BillLink.digest(secret));
        return new Created(link, secret);
    }

    private void requireBill(String bill) {
        if (BillStore.revisions(tx, tenant, List.of(bill)).isEmpty()) {
            throw new ProblemException(new Problem.NotFound(BillShape.RESOURCE, bill));
        }
    }

    /** The newest links of a bill. An unknown bill is a {@link Problem.NotFound}. */
    public List<ObjectNode> list(String bill) {
        requireBill(bill);
        return BillLinkStore.ofBill(tx, tenant, bill, MOST_LISTED).stream()
                .map(BillLink::document)
                .toList();
    }

    /** Revokes a link of a bill. An unknown one is a {@link Problem.NotFound}. */
    public void revoke(String bill, String id) {
        if (!BillLinkStore.revoke(tx, tenant, bill, id, caller, now)) {
            throw new ProblemException(new Problem.NotFound(RESOURCE, id));
        }
    }
}
