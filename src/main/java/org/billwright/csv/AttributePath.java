package org.billwright.csv;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.billwright.json.Attribute;
import org.billwright.problem.ProblemException;

/** The path of an attribute in a document, such as {@code amountDue.value} or {@code taxItem[0].taxRate}. */
record AttributePath(List<Step> steps) {
    private static final int MOST_ELEMENTS = 100;
    private static final Pattern STEP = Pattern.compile("([^.\\[\\]]+)(?:\\[(\\d{1,3})])?");

    /** A member, and the index of its element where it is an array. */
    record Step(String name, Optional<Integer> element) {}

    static AttributePath of(String text) {
        var steps = new ArrayList<Step>();
        for (var part : text.split("\\.", -1)) {
            var matcher = STEP.matcher(part);
            ProblemException.unless(matcher.matches(), text, "is not a valid path of an attribute");
            var element = Optional.ofNullable(matcher.group(2)).map(Integer::valueOf);
            ProblemException.unless(
                    element.filter(e -> e >= MOST_ELEMENTS).isEmpty(),
                    text,
                    "has more than " + MOST_ELEMENTS + " elements");
            steps.add(new Step(matcher.group(1), element));
        }
        ProblemException.unless(steps.getLast().element().isEmpty(), text, "is an element, and no attribute of one");
        return new AttributePath(List.copyOf(steps));
    }

    /** The names alone. */
    List<String> names() {
        return steps.stream().map(Step::name).toList();
    }

    /** The path as text. */
    String text() {
        return steps.stream()
                .map(step -> step.name()
                        + step.element().map(element -> "[" + element + "]").orElse(""))
                .collect(Collectors.joining("."));
    }

    /** The path in the stored document, given the attributes on the way. */
    AttributePath at(List<Attribute> attributes) {
        var stored = new ArrayList<Step>();
        for (int i = 0; i < steps.size(); i++) {
            var at = attributes.get(i).storedPath();
            at.subList(0, at.size() - 1).forEach(outer -> stored.add(new Step(outer, Optional.empty())));
            stored.add(new Step(at.getLast(), steps.get(i).element()));
        }
        return new AttributePath(List.copyOf(stored));
    }

    /** The single value at the path; an object or an array is a {@link ProblemException}. */
    Optional<JsonNode> value(ObjectNode document) {
        var value = node(document);
        ProblemException.unless(!value.isContainerNode(), text(), "is an object or an array, and no single value");
        return value.isMissingNode() || value.isNull() ? Optional.empty() : Optional.of(value);
    }

    /** Sets the value, and creates missing objects and elements on the way. */
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

    /** Whether the object that contains the value is not empty; true for the document itself. */
    boolean hasObject(ObjectNode document) {
        JsonNode here = document;
        for (var step : steps.subList(0, steps.size() - 1)) {
            here = step.element().isPresent()
                    ? here.path(step.name()).path(step.element().get())
                    : here.path(step.name());
        }
        return steps.size() == 1 || !here.isEmpty();
    }

    /** Whether there is a value at the path. */
    boolean isTaken(ObjectNode document) {
        return !node(document).isMissingNode();
    }

    private JsonNode node(ObjectNode document) {
        JsonNode here = document;
        for (var step : steps) {
            here = step.element().isPresent()
                    ? here.path(step.name()).path(step.element().get())
                    : here.path(step.name());
        }
        return here;
    }
}
