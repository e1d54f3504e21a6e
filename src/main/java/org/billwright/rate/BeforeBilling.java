package org.billwright.rate;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.billwright.json.Json;
import org.jspecify.annotations.Nullable;

/** What billing changed in a rate: the members as they were before, null where there was none. By it a rate becomes unbilled again. */
public final class BeforeBilling {
    private BeforeBilling() {}

    /** The members of the former document that the billed one has otherwise. */
    public static ObjectNode of(ObjectNode former, ObjectNode billed) {
        var changed = Json.object();
        former.properties().forEach(member -> {
            if (!isSame(member.getValue(), billed.get(member.getKey()))) {
                changed.set(member.getKey(), member.getValue());
            }
        });
        billed.fieldNames().forEachRemaining(name -> {
            if (!former.has(name)) {
                changed.putNull(name);
            }
        });
        return changed;
    }

    /** Whether a member is the same, also in the decimals of its numbers. */
    private static boolean isSame(JsonNode former, @Nullable JsonNode billed) {
        return billed != null && former.equals(BeforeBilling::compare, billed);
    }

    private static int compare(JsonNode one, JsonNode other) {
        boolean areNumbers = one.isNumber() && other.isNumber();
        boolean same = areNumbers
                ? one.decimalValue().toPlainString().equals(other.decimalValue().toPlainString())
                : one.equals(other);
        return same ? 0 : 1;
    }

    /** Gives a billed document its former members again. */
    public static void restore(ObjectNode billed, ObjectNode former) {
        former.properties().forEach(member -> {
            if (member.getValue().isNull()) {
                billed.remove(member.getKey());
            } else {
                billed.set(member.getKey(), member.getValue());
            }
        });
    }
}
