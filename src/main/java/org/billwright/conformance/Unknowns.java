package org.billwright.conformance;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** What this check cannot know, whatever its outcome: a report that is silent about it would be taken for more than it is. */
final class Unknowns {
    private Unknowns() {}

    static List<String> of(Map<String, Integer> samples, boolean areChangesMade) {
        var texts = new ArrayList<String>();
        samples.forEach((resource, size) -> {
            if (size == 0) {
                texts.add("Anything about " + resource + ": its list is empty, and checks that need data say so.");
            }
        });
        texts.add(
                "Whether the amounts are right. They agree with each other; prices, usage and tax rates are not known here.");
        texts.add("Whether all bills and rates are there. What a list never shows is not missed.");
        texts.add("Documents outside of the sample: " + sample(samples) + " were looked at.");
        texts.add(
                "Security: who may read what, and whether another caller sees other data. All requests have the same credentials.");
        texts.add("Load, speed under load, and what happens when servers fail.");
        texts.add(
                areChangesMade
                        ? "Events: a subscription is registered and removed, and no event is awaited."
                        : "Operations that change data, and events: nothing was changed. --write tests them.");
        texts.add("PDFs and other documents of bills: their URLs are not followed.");
        return texts;
    }

    private static String sample(Map<String, Integer> samples) {
        var parts = new ArrayList<String>();
        samples.forEach((resource, size) -> parts.add(size + " of " + resource));
        return parts.isEmpty() ? "none" : String.join(", ", parts);
    }
}
