package org.billwright.console.page;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vertx.core.http.HttpMethod;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
import org.billwright.json.Links;

/**
 * Something that can be done by a form: an operation of the APIs and the fields of its body. The texts are {@code action.NAME} for its
 * title, {@code action.NAME.text} for what it does, {@code action.NAME.done} for the message after it.
 *
 * @param name in its URL
 * @param method of the operation
 * @param target of the operation for an instance's id
 * @param fixed texts that every body has, by their dotted paths
 * @param isDangerous whether it is final
 * @param revision the target whose entity tag must still be the same when the form is sent; empty for none
 * @param next the page after it, from the operation's response and the id
 */
public record FormAction(
        String name,
        HttpMethod method,
        BiFunction<ConsoleRequest, String, String> target,
        List<FormField> fields,
        Map<String, String> fixed,
        boolean isDangerous,
        Optional<BiFunction<ConsoleRequest, String, String>> revision,
        BiFunction<JsonNode, String, String> next) {
    /** A change by {@code POST}. */
    public static FormAction post(
            String name,
            BiFunction<ConsoleRequest, String, String> target,
            List<FormField> fields,
            BiFunction<JsonNode, String, String> next) {
        return new FormAction(name, HttpMethod.POST, target, fields, Map.of(), false, Optional.empty(), next);
    }

    /** A change by {@code PATCH} of what the person has seen, and of nothing newer. */
    public static FormAction patch(
            String name,
            BiFunction<ConsoleRequest, String, String> target,
            List<FormField> fields,
            Map<String, String> fixed,
            BiFunction<JsonNode, String, String> next) {
        return new FormAction(name, HttpMethod.PATCH, target, fields, fixed, false, Optional.of(target), next);
    }

    /** The same action, which is final. */
    public FormAction dangerous() {
        return new FormAction(name, method, target, fields, fixed, true, revision, next);
    }

    /** The same action by another method. */
    public FormAction by(HttpMethod other) {
        return new FormAction(name, other, target, fields, fixed, isDangerous, revision, next);
    }

    /** The body for these values. */
    public ObjectNode body(ConsoleRequest request) {
        return FormBody.of(fields, fixed, request.form(), request.format());
    }

    /** The body that replaces this document. */
    ObjectNode body(ConsoleRequest request, ObjectNode present) {
        return FormBody.of(present, fields, fixed, request.form(), request.format());
    }

    /** A replacement by {@code PUT} of what the person has seen. What the form has no field for stays. */
    public static FormAction put(
            String name,
            BiFunction<ConsoleRequest, String, String> target,
            List<FormField> fields,
            BiFunction<JsonNode, String, String> next) {
        return new FormAction(name, HttpMethod.PUT, target, fields, Map.of(), false, Optional.of(target), next);
    }

    /** A removal, which is final. */
    public static FormAction delete(
            String name, BiFunction<ConsoleRequest, String, String> target, BiFunction<JsonNode, String, String> next) {
        return post(name, target, List.of(), next).by(HttpMethod.DELETE).dangerous();
    }

    /** Whether it replaces an instance as a whole. */
    boolean isReplacement() {
        return method.equals(HttpMethod.PUT) && revision.isPresent();
    }

    /** Whether it books an amount, so that it is another thing to do it twice. */
    boolean movesMoney() {
        return method.equals(HttpMethod.POST) && fields.stream().anyMatch(field -> field.type() == FieldType.DECIMAL);
    }

    /** A link to its form, for whoever may do it. */
    public Optional<ActionLink.View> link(ConsoleRequest request, String page, String id, String query) {
        var href = "/console/" + page + (id.isEmpty() ? "" : "/" + Links.segment(id)) + "/do/" + name
                + (query.isEmpty() ? "" : "?" + query);
        return new ActionLink("action." + name, href, method, r -> target.apply(r, id), isDangerous).view(request);
    }
}
