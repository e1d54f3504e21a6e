package org.billwright.retention;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.function.LongConsumer;
import org.billwright.json.JsonMergePatch;
import org.billwright.problem.Problem;
import org.jdbi.v3.core.Handle;

/** A merge patch of the retention of a tenant (RFC 7396): null gives a period back to the server. */
public record RetentionPatch(ObjectNode patch) {
    /** The retention after a patch. */
    public record PatchedRetention(RetentionStore.StoredRetention stored, boolean isChanged) {}

    /** A period as people write it: a number, or {@code server} for the setting of the server. Other texts are invalid when they are applied. */
    public static JsonNode period(String given) {
        if (given.equals("server")) {
            return NullNode.getInstance();
        }
        return given.matches("\\d{1,9}") ? IntNode.valueOf(Integer.parseInt(given)) : TextNode.valueOf(given);
    }

    /**
     * Changes the retention in this transaction. What is invalid or unknown is a {@link Problem.InvalidBody}.
     *
     * @param condition refuses the change by the present revision, 0 where nothing is set
     */
    public PatchedRetention apply(Handle tx, String tenant, LongConsumer condition) {
        var present = RetentionStore.find(tx, tenant);
        condition.accept(present.revision());
        var merged = Retention.of(JsonMergePatch.apply(present.retention().document(), patch));
        if (merged.equals(present.retention())) {
            return new PatchedRetention(present, false);
        }
        long revision = RetentionStore.put(tx, tenant, merged, present.revision());
        return new PatchedRetention(new RetentionStore.StoredRetention(merged, revision), true);
    }
}
