package org.billwright.fuzz;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.billwright.api.Api;

/** What is wrong with an answer, whatever it was asked. */
final class Verdict {
    /** In nothing that is sent, so that no echo is taken for a leak. */
    private static final List<String> INSIDE = List.of(
            "Exception",
            "\tat ",
            "org.billwright",
            "org.jdbi",
            "org.postgresql",
            "io.vertx",
            "io.quarkus",
            "io.netty",
            "java.",
            "com.fasterxml",
            "customer_bill",
            "PSQL",
            "SQLSTATE",
            FuzzStore.OTHERS_MARK);

    /** The same, by a word that each begins with: bodies have megabytes, and a search for a word costs little. */
    private static final Map<String, Pattern> INSIDE_AFTER_A_WORD = Map.of(
            "at ", Pattern.compile("\\bat [a-z]+\\.[a-z]+\\."),
            "select ", Pattern.compile("\\bselect .*from "),
            "insert ", Pattern.compile("\\binsert .*into "),
            "update ", Pattern.compile("\\bupdate .*set "));

    private static final List<String> ERROR = List.of("code", "reason", "message", "status", "@type");

    private Verdict() {}

    /** Empty where the answer is a good one. */
    static Optional<String> on(RandomRequest request, RawConnection.RawResponse answer) {
        var text = answer.header("Content-Type").startsWith("text/html")
                ? answer.body().replaceAll("<[^>]*>", "\n") // an element may be called select
                : answer.body();
        var shown = inside(text).or(() -> inside(answer.headers().toString()));
        if (shown.isPresent()) {
            return Optional.of("shows '" + shown.get() + "'");
        }
        if (!request.isHttp() && answer.body().isEmpty()) {
            return answer.status() < 500 ? Optional.empty() : Optional.of("a server's fault");
        }
        if (answer.header("X-Correlation-ID").isEmpty()
                || !answer.header("X-Content-Type-Options").equals("nosniff")) {
            return Optional.of("lacks headers of every answer");
        }
        boolean bodiless = request.method().equals("HEAD") || answer.status() == 204 || answer.status() == 304;
        return bodiless ? status(answer, "notSupported") : body(answer);
    }

    private static Optional<String> inside(String text) {
        return INSIDE.stream()
                .filter(text::contains)
                .findFirst()
                .or(() -> INSIDE_AFTER_A_WORD.entrySet().stream()
                        .filter(e -> text.contains(e.getKey()))
                        .map(e -> e.getValue().matcher(text))
                        .filter(Matcher::find)
                        .map(Matcher::group)
                        .findFirst());
    }

    private static Optional<String> body(RawConnection.RawResponse answer) {
        boolean isPage = answer.header("Content-Type").startsWith("text/html")
                || answer.header("Content-Type").startsWith("text/csv")
                || answer.header("Content-Type").startsWith("application/pdf");
        if (answer.status() < 300 && isPage) {
            return Optional.empty();
        }
        if (answer.status() == 303 && answer.body().isEmpty()) {
            return answer.header("Location").startsWith("/console/")
                    ? Optional.empty()
                    : Optional.of("leads elsewhere");
        }
        if (isPage && answer.header("Content-Security-Policy").contains("script-src 'self'")) {
            return status(answer, ""); // a failure that the console shows
        }
        try {
            var body = Api.JSON.readTree(answer.body());
            return answer.status() < 300 ? Optional.empty() : error(answer, body);
        } catch (IOException e) {
            return Optional.of("a body that is no JSON");
        }
    }

    private static Optional<String> error(RawConnection.RawResponse answer, JsonNode body) {
        if (body.path("errors").isArray()) {
            var error = body.path("errors").path(0);
            boolean good = error.path("code").isInt()
                    && error.path("message").isTextual()
                    && error.path("description").isTextual();
            return good ? status(answer, "") : Optional.of("not the channel's envelope");
        }
        var names = new ArrayList<String>();
        body.fieldNames().forEachRemaining(names::add);
        if (!names.equals(ERROR) || !body.path("status").textValue().equals(String.valueOf(answer.status()))) {
            return Optional.of("not the standard's error body");
        }
        return status(answer, body.path("code").textValue());
    }

    private static Optional<String> status(RawConnection.RawResponse answer, String code) {
        boolean good = answer.status() < 500
                || (answer.status() == 501 && code.equals("notSupported"))
                || (answer.status() == 503 && !answer.header("Retry-After").isEmpty());
        return good ? Optional.empty() : Optional.of("a server's fault");
    }
}
