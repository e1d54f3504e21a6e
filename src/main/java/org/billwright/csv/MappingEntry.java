package org.billwright.csv;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.billwright.problem.Problem;
import org.billwright.problem.ProblemException;

/** Reads the members of an entry in a mapping's file. */
final class MappingEntry {
    private MappingEntry() {}

    static ProblemException invalid(String path, String detail) {
        return new ProblemException(new Problem.InvalidBody(path, detail));
    }

    static void requireKnown(ObjectNode object, Set<String> members, String where) {
        for (Map.Entry<String, JsonNode> entry : object.properties()) {
            ProblemException.unless(members.contains(entry.getKey()), entry.getKey(), "has no meaning in " + where);
        }
    }

    static String text(JsonNode object, String name, String otherwise) {
        return object.path(name).asText(otherwise);
    }

    static Optional<Character> character(JsonNode object, String name, String otherwise) {
        var text = text(object, name, otherwise);
        return text.length() == 1 ? Optional.of(text.charAt(0)) : Optional.empty();
    }

    /** YAML reads {@code NO} as false, {@code NULL} as null, and {@code 010} as 8. */
    static void requireText(JsonNode name, String where) {
        ProblemException.unless(
                name.isTextual() || name.isMissingNode(),
                where,
                "has a value that YAML does not read as a text; write it in quotes");
    }

    /** The name of a column; absent where there is no such member. */
    static Optional<String> column(ObjectNode object, String member, String where) {
        requireText(object.path(member), where);
        return Optional.ofNullable(object.get(member)).map(JsonNode::asText).filter(name -> !name.isEmpty());
    }

    /** Texts, each once; none where there is no such member. */
    static List<String> texts(JsonNode object, String member, String where) {
        var texts = new LinkedHashSet<String>();
        var array = object.path(member);
        ProblemException.unless(array.isArray() || array.isMissingNode(), member, "must be an array");
        for (var text : array) {
            requireText(text, where);
            ProblemException.unless(texts.add(text.asText()), member, "has '" + text.asText() + "' twice");
        }
        return new ArrayList<>(texts);
    }
}
