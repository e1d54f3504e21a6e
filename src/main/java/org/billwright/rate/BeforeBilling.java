package org.billwright.rate;

import com.fasterxml.jackson.databind.node.ObjectNode;
import org.billwright.json.Json;

/** What billing changed in a rate: the members as they were before, null where there was none. By it a rate becomes unbilled again. */
public final class BeforeBilling {
    private BeforeBilling() {}

    /** The members of the former document that the billed one has otherwise. */
    public static ObjectNode of(ObjectNode former, ObjectNode billed) {
        var changed = Json.object();
        former.properties().forEach(member -> {
            if (!member.getValue().equals(billed.get(member.getKey()))) {
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
