package org.billwright.conformance;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.billwright.http.LinkHeader;
import org.billwright.json.Json;
import org.billwright.problem.ProblemException;

/**
 * What came for one request.
 *
 * @param curl the request as a command line, without credentials
 * @param status 0 if no response came
 * @param headers by their names in small letters
 * @param fault why no response came, or why its body cannot be used
 */
record ProbeResponse(String curl, int status, Map<String, List<String>> headers, String body, Optional<String> fault) {
    private static final int EXCERPT = 240;
    private static final Set<Integer> LISTS = Set.of(200, 206);
    private static final Set<Integer> REFUSALS = Set.of(400, 404, 405, 422, 501);
    private static final Pattern COUNT = Pattern.compile("[0-9]{1,18}");
    private static final Pattern LINE_BREAKS = Pattern.compile("\\s+");

    /** No response came. */
    static ProbeResponse none(String curl, String fault) {
        return new ProbeResponse(curl, 0, Map.of(), "", Optional.of(fault));
    }

    boolean came() {
        return status != 0;
    }

    /** The items, if this is a list. */
    Optional<List<ObjectNode>> list() {
        return LISTS.contains(status) ? json(Json::readArray) : Optional.empty();
    }

    /** The resource, if this is one. */
    Optional<ObjectNode> resource() {
        return status == 200 || status == 201 ? object() : Optional.empty();
    }

    /** The JSON object, whatever the status. */
    Optional<ObjectNode> object() {
        return json(Json::read);
    }

    private <T> Optional<T> json(Function<byte[], T> reader) {
        if (fault.isPresent()) {
            return Optional.empty();
        }
        try {
            return Optional.of(reader.apply(body.getBytes(StandardCharsets.UTF_8)));
        } catch (ProblemException notJson) {
            return Optional.empty();
        }
    }

    /** Whether the body is JSON of any kind. */
    boolean isJson() {
        return object().isPresent() || json(Json::readArray).isPresent();
    }

    /** Whether the server says, with a reason, that it does not do this. */
    boolean isRefusal() {
        return REFUSALS.contains(status)
                && object().filter(error -> error.has("code") || error.has("reason"))
                        .isPresent();
    }

    Optional<String> header(String name) {
        return headers.getOrDefault(name.toLowerCase(Locale.ROOT), List.of()).stream()
                .findFirst();
    }

    /** The number in a header, such as {@code X-Total-Count}. */
    Optional<Long> count(String name) {
        return header(name)
                .map(String::strip)
                .filter(text -> COUNT.matcher(text).matches())
                .map(Long::valueOf);
    }

    /** For people: the status, and what came with it. */
    String described() {
        if (!came()) {
            return fault.orElse("nothing");
        }
        var type = header("content-type").map(name -> " " + name).orElse("");
        var to = header("location").map(url -> ", Location: " + url).orElse("");
        var content = fault.orElseGet(
                () -> list().map(items -> items.size() + " items: ").orElse("") + excerpt());
        return "status " + status + type + to + (content.isEmpty() ? ", no body" : ", " + content);
    }

    private String excerpt() {
        var line = LINE_BREAKS
                .matcher(body.substring(0, Math.min(body.length(), 4 * EXCERPT)))
                .replaceAll(" ");
        return line.length() <= EXCERPT ? line : line.substring(0, EXCERPT) + " …";
    }

    /** The URL of the next page, as it is written. */
    Optional<String> next() {
        return LinkHeader.next(headers.getOrDefault("link", List.of()));
    }
}
