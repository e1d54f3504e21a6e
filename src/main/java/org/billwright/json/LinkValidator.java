package org.billwright.json;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.billwright.problem.Problem;
import org.billwright.problem.ProblemException;

/** Validates what pages show as links, also in extensions and in values of any type: a browser that follows one runs no script. */
public final class LinkValidator {
    private LinkValidator() {}

    /** Validates the document. The first link with another scheme than http, https or urn is a {@link Problem.InvalidBody} with its path. */
    public static void validate(ObjectNode document) {
        members(document, "");
    }

    private static void members(ObjectNode object, String path) {
        for (var member : object.properties()) {
            var here = path.isEmpty() ? member.getKey() : path + "." + member.getKey();
            value(member.getValue(), here, isLink(member.getKey()));
        }
    }

    private static void value(JsonNode value, String path, boolean isLink) {
        if (value instanceof ObjectNode object) {
            members(object, path);
        } else if (value.isArray()) {
            for (int i = 0; i < value.size(); i++) {
                value(value.get(i), path + "[" + i + "]", isLink);
            }
        } else if (isLink && value.isTextual()) {
            ProblemException.unless(
                    Links.isReference(value.textValue()),
                    path,
                    "must be a URI of the scheme http, https or urn, or a relative one");
        }
    }

    private static boolean isLink(String name) {
        return name.equalsIgnoreCase("url")
                || name.equalsIgnoreCase("href")
                || name.equalsIgnoreCase("@schemaLocation");
    }
}
