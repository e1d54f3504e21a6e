package org.billwright.conformance;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/** Requests that must fail do so with the right status, and each error of the whole check has the body of the standard. */
final class ErrorChecks {
    private static final String ERRORS = "TMF630 part 1, error representation";
    private static final Pattern JSON = Pattern.compile("application/(?:[a-z0-9.+-]+\\+)?json(?:\\s*;.*)?");
    private static final Pattern OTHER_CHARSET = Pattern.compile(";\\s*charset\\s*=\\s*\"?(?!utf-8\"?\\s*(?:;|$))");
    private static final String UNKNOWN_ID = "no-such-id-7f3a9c";

    private static final Check BODY =
            check("body", "Each error has a body with code, reason, and the status as a text", ERRORS);
    private static final Check TYPE =
            check("contentType", "Each JSON body has a content type of JSON, in UTF-8", "RFC 8259 §8.1, RFC 9110 §8.3");

    private final CheckLog log;
    private final DocumentShape shape;

    ErrorChecks(CheckLog log, DocumentShape shape) {
        this.log = log;
        this.shape = shape;
    }

    private static Check check(String name, String title, String clause) {
        return new Check("errors." + name, CheckGroup.ERRORS, title, clause);
    }

    /** Looks at each response of the whole check. */
    void examine(ProbeResponse response) {
        if (response.status() >= 400) {
            var faults = faults(response);
            if (faults.isEmpty()) {
                log.passed(BODY);
            } else {
                log.failed(BODY, Evidence.of(response, "a body with code and reason: " + String.join("; ", faults)));
            }
        }
        if (response.fault().isEmpty() && response.isJson()) {
            var type = response.header("content-type").orElse("").toLowerCase(Locale.ROOT);
            log.require(
                    JSON.matcher(type).matches() && !OTHER_CHARSET.matcher(type).find(),
                    TYPE,
                    response,
                    "Content-Type: application/json");
        }
    }

    private List<String> faults(ProbeResponse response) {
        Optional<ObjectNode> error = response.object();
        if (error.isEmpty()) {
            return List.of("the body is no JSON object");
        }
        var faults = shape.faults("Error", error.get());
        var status = error.get().path("status").asText(String.valueOf(response.status()));
        return faults.isEmpty() && !status.equals(String.valueOf(response.status()))
                ? List.of("the status in the body is " + status)
                : faults;
    }

    void run(CheckContext context) {
        var client = context.client();
        for (var sample : context.samples().values()) {
            var unknown = client.get(sample.pathOf(UNKNOWN_ID));
            log.require(
                    unknown.status() == 404,
                    check("unknownId", "An id that does not exist gives 404", "RFC 9110 §15.5.5"),
                    unknown,
                    "status 404 with an error");
        }
        var url = client.get("noSuchResource7f3a");
        log.require(
                url.status() == 404,
                check("unknownUrl", "A resource that does not exist gives 404", "RFC 9110 §15.5.5"),
                url,
                "status 404 with an error");
        context.sample(TmfResource.CUSTOMER_BILL).ifPresent(sample -> {
            var invalid = client.get(sample.path("billDate.gt=not-a-date"));
            log.require(
                    invalid.status() == 400 || invalid.status() == 501,
                    check("invalidFilter", "A filter whose value is of the wrong type gives 400", ERRORS),
                    invalid,
                    "status 400 with an error");
            // TRACE is a safe method (RFC 9110 §9.2.1): whatever the server does, no data change
            var method =
                    client.send("TRACE", client.target().url(sample.resource().path()), Optional.empty(), "");
            log.require(
                    method.status() == 405 || method.status() == 501,
                    check(
                            "method",
                            "A method that the resource does not have gives 405 or 501",
                            "RFC 9110 §15.5.6, §15.6.2"),
                    method,
                    "status 405 or 501 with an error");
        });
    }
}
