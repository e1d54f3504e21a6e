package org.billwright.account;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.function.Function;
import java.util.function.LongConsumer;
import org.billwright.json.Json;
import org.billwright.json.JsonMergePatch;
import org.billwright.json.JsonValues;
import org.billwright.problem.Problem;
import org.billwright.problem.ProblemException;
import org.jdbi.v3.core.Handle;

/**
 * A merge patch of an account (RFC 7396). The account after it must be one that an import accepts.
 *
 * @param reading validates a document and completes it, as an import does
 */
public record AccountPatch(ObjectNode patch, Function<ObjectNode, Account> reading) {
    /** An account after a patch. */
    public record PatchedAccount(Account account, long revision, boolean isChanged) {}

    /**
     * Changes an account in this transaction. An unknown id is a {@link Problem.NotFound}.
     *
     * @param condition refuses the change by the present revision
     */
    public PatchedAccount apply(Handle tx, String tenant, String id, LongConsumer condition) {
        var present = AccountStore.lockDocument(tx, tenant, id)
                .orElseThrow(() -> new ProblemException(new Problem.NotFound(AccountShape.RESOURCE, id)));
        condition.accept(present.revision());
        var before = Json.write(present.document());
        var account = reading.apply(merged(present.document(), id));
        if (account.doc().equals(before)) {
            return new PatchedAccount(account, present.revision(), false);
        }
        requireCurrency(
                tx,
                tenant,
                account,
                JsonValues.text(present.document(), "currency").orElse(""));
        return new PatchedAccount(account, AccountStore.replace(tx, tenant, account), true);
    }

    private ObjectNode merged(ObjectNode present, String id) {
        var changes = patch.deepCopy();
        try {
            AccountAttributes.rename(changes);
        } catch (IllegalArgumentException e) {
            throw new ProblemException(new Problem.MalformedBody(String.valueOf(e.getMessage())));
        }
        var merged = JsonMergePatch.apply(present, changes);
        ProblemException.unless(
                JsonValues.text(merged, "id").filter(id::equals).isPresent(), "id", "cannot be changed");
        return (ObjectNode) merged;
    }

    /** Bills and rates keep the currency in which they are. */
    private static void requireCurrency(Handle tx, String tenant, Account account, String before) {
        if (account.currency().equals(before)) {
            return;
        }
        boolean billed = AccountStore.hasBills(tx, tenant, account.id());
        if (billed || AccountStore.hasUnbilledRates(tx, tenant, account.id())) {
            throw new ProblemException(new Problem.Conflict("the currency of billing account '" + account.id()
                    + "' cannot change from " + before + " to " + account.currency() + ": it has "
                    + (billed ? "bills" : "unbilled rates") + "; use another account"));
        }
    }
}
