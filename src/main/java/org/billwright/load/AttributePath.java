package org.billwright.load;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.billwright.problem.Rejected;

/** Where in a document a value goes: {@code amountDue.value}, {@code taxItem[0].taxRate}. */
record AttributePath(List<Step> steps) {
    private static final int MOST_ELEMENTS = 100;
    private static final Pattern STEP = Pattern.compile("([^.\\[\\]]+)(?:\\[(\\d{1,3})])?");

    /** A member, and which element of it where it is an array. */
    record Step(String name, Optional<Integer> element) {}

    static AttributePath of(String text) {
        var steps = new ArrayList<Step>();
        for (var part : text.split("\\.", -1)) {
            var matcher = STEP.matcher(part);
            Rejected.unless(matcher.matches(), text, "is no path of an attribute");
            var element = Optional.ofNullable(matcher.group(2)).map(Integer::valueOf);
            Rejected.unless(
                    element.filter(e -> e >= MOST_ELEMENTS).isEmpty(),
                    text,
                    "has more than " + MOST_ELEMENTS + " elements");
            steps.add(new Step(matcher.group(1), element));
        }
        Rejected.unless(steps.getLast().element().isEmpty(), text, "is an element, and no attribute of one");
        return new AttributePath(List.copyOf(steps));
    }

    /** The names alone. */
    List<String> names() {
        return steps.stream().map(Step::name).toList();
    }

    /** Puts the value there, with what is missing on the way to it; elements before it may be empty. */
    void put(ObjectNode document, JsonNode value) {
        var here = document;
        for (var step : steps.subList(0, steps.size() - 1)) {
            here = step(here, step);
        }
        here.set(steps.getLast().name(), value);
    }

    private static ObjectNode step(ObjectNode object, Step step) {
        if (step.element().isEmpty()) {
            return object.withObjectProperty(step.name());
        }
        var array = object.withArrayProperty(step.name());
        while (array.size() <= step.element().get()) {
            array.addObject();
        }
        return (ObjectNode) array.get(step.element().get());
    }

    /** Whether the object that the value would be in has anything in it; the document itself always has. */
    boolean hasObject(ObjectNode document) {
        JsonNode here = document;
        for (var step : steps.subList(0, steps.size() - 1)) {
            here = step.element().isPresent()
                    ? here.path(step.name()).path(step.element().get())
                    : here.path(step.name());
        }
        return steps.size() == 1 || !here.isEmpty();
    }

    /** Whether there is a value already. */
    boolean isTaken(ObjectNode document) {
        JsonNode here = document;
        for (var step : steps) {
            here = step.element().isPresent()
                    ? here.path(step.name()).path(step.element().get())
                    : here.path(step.name());
        }
        return !here.isMissingNode();
    }
}
