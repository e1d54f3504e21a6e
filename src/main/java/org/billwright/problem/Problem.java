package org.billwright.problem;

import java.time.Duration;
import java.util.List;
import java.util.Locale;

/**
 * One way in which a request can fail. Every case carries a stable {@link #code()}, a {@link #reason()} that may be
 * shown to a user and a {@link #message()} with the details (TMF630 part 1, error representation).
 */
public sealed interface Problem {
    /** A stable code of this kind of problem, for programs: {@code unknownAttribute}. */
    default String code() {
        var name = getClass().getSimpleName();
        return name.substring(0, 1).toLowerCase(Locale.ROOT) + name.substring(1);
    }

    /** The same in words, for people: {@code Unknown attribute}. */
    default String reason() {
        var words = code().replaceAll("([A-Z])", " $1").toLowerCase(Locale.ROOT);
        return words.substring(0, 1).toUpperCase(Locale.ROOT) + words.substring(1);
    }

    /** The details: which attribute, which value, which limit. */
    String message();

    /** A query names an attribute that the resource does not have. */
    record UnknownAttribute(String resource, String attribute) implements Problem {
        @Override
        public String message() {
            return resource + " has no attribute '" + QuotedInput.of(attribute) + "'";
        }
    }

    /** A query attribute carries an operator that does not exist or does not suit its type. */
    record UnknownOperator(String attribute, String operator) implements Problem {
        @Override
        public String message() {
            return "operator '" + QuotedInput.of(operator) + "' cannot be used on '" + QuotedInput.of(attribute) + "'";
        }
    }

    /** A query parameter, header or path value is not of the type it must have. */
    record InvalidValue(String attribute, String value, String expected) implements Problem {
        @Override
        public String message() {
            return "'" + QuotedInput.of(attribute) + "' must be " + expected + ", not '" + QuotedInput.of(value) + "'";
        }
    }

    /** The query string or URL is not well formed. */
    record MalformedQuery(String detail) implements Problem {
        @Override
        public String message() {
            return detail;
        }
    }

    /** Something is larger than a documented limit. */
    record LimitExceeded(String what, long limit) implements Problem {
        @Override
        public String message() {
            return what + " is limited to " + limit;
        }
    }

    /** The body is not the JSON it should be. */
    record MalformedBody(String detail) implements Problem {
        @Override
        public String message() {
            return detail;
        }
    }

    /** The body is JSON, but an attribute in it is missing, of the wrong type or out of range. */
    record InvalidBody(String path, String detail) implements Problem {
        @Override
        public String message() {
            return "'" + QuotedInput.of(path) + "' " + detail;
        }
    }

    /** A PATCH names an attribute that may not be changed. */
    record NotPatchable(String resource, String attribute, List<String> patchable) implements Problem {
        @Override
        public String message() {
            return "'" + QuotedInput.of(attribute) + "' of a " + resource + " cannot be changed; only "
                    + String.join(", ", patchable) + " can";
        }
    }

    /** A range of bytes is not in the document. */
    record RangeNotSatisfiable(long bytes) implements Problem {
        @Override
        public String message() {
            return "the document has " + bytes + " bytes, and none of them is in the range";
        }
    }

    /** The state may not follow the current one. */
    record IllegalTransition(String from, String to, List<String> allowed) implements Problem {
        @Override
        public String message() {
            return "a bill that is " + from + " cannot become " + to + "; it can become "
                    + (allowed.isEmpty() ? "nothing else by PATCH" : String.join(", ", allowed));
        }
    }

    /** An attribute may not change any more. */
    record NotChangeable(String attribute, String state) implements Problem {
        @Override
        public String message() {
            return "'" + QuotedInput.of(attribute) + "' of a bill that is " + state + " cannot change any more";
        }
    }

    /** A test operation of a JSON Patch failed (RFC 6902 §4.6). */
    record PatchTestFailed(String path) implements Problem {
        @Override
        public String message() {
            return "the test of '" + QuotedInput.of(path) + "' failed; nothing was changed";
        }
    }

    /** Another instance already has what only one can have. */
    record Conflict(String detail) implements Problem {
        @Override
        public String message() {
            return detail;
        }
    }

    /** No instance has this id. */
    record NotFound(String resource, String id) implements Problem {
        @Override
        public String message() {
            return "no " + resource + " has the id '" + QuotedInput.of(id) + "'";
        }
    }

    /** The resource existed, and does so no longer (RFC 9110 §15.5.11). */
    record Gone(String detail) implements Problem {
        @Override
        public String message() {
            return detail;
        }
    }

    /** Nothing is served at this URL. */
    record UnknownUrl(String path) implements Problem {
        @Override
        public String message() {
            return "nothing is served at '" + QuotedInput.of(path) + "'";
        }
    }

    /** The URL is served, but not with this method. */
    record MethodNotAllowed(String method, List<String> allowed) implements Problem {
        @Override
        public String message() {
            return QuotedInput.of(method) + " is not allowed here; allowed: " + String.join(", ", allowed);
        }
    }

    /** The client accepts no media type that is produced here. */
    record NotAcceptable(String accept, List<String> produced) implements Problem {
        @Override
        public String message() {
            return "'" + QuotedInput.of(accept) + "' cannot be produced; available: " + String.join(", ", produced);
        }
    }

    /** The body is of a media type that is not read here. */
    record UnsupportedMediaType(String given, List<String> supported) implements Problem {
        @Override
        public String message() {
            return "'" + QuotedInput.of(given) + "' is not read here; supported: " + String.join(", ", supported);
        }
    }

    /** The body is compressed in a way that is not read here. */
    record UnsupportedContentEncoding(String given, List<String> supported) implements Problem {
        @Override
        public String message() {
            return "the content coding '" + QuotedInput.of(given) + "' is not read here; supported: "
                    + String.join(", ", supported);
        }
    }

    /** The body is larger than the limit, in bytes. */
    record BodyTooLarge(long limitBytes) implements Problem {
        @Override
        public String message() {
            return "a body is limited to " + limitBytes + " bytes";
        }
    }

    /** The instance is not at the revision that a condition demands (RFC 9110 §13.1.1, §13.1.2). */
    record PreconditionFailed(String given) implements Problem {
        @Override
        public String message() {
            return "the instance does not meet the condition " + QuotedInput.of(given) + "; read it again";
        }
    }

    /** The standard has it; this server does not support it. */
    record NotSupported(String what) implements Problem {
        @Override
        public String message() {
            return QuotedInput.of(what) + " is not supported";
        }
    }

    /** The request has no valid credentials (RFC 9110 §15.5.2). */
    record Unauthenticated(String detail, List<String> challenges) implements Problem {
        @Override
        public String message() {
            return detail;
        }
    }

    /** The caller has no permission to do this. */
    record Forbidden(String detail) implements Problem {
        @Override
        public String message() {
            return detail;
        }
    }

    /** The caller has exceeded its rate limit or its share of requests in flight (RFC 6585 §4). */
    record TooManyRequests(String detail, Duration pause) implements Problem {
        @Override
        public String message() {
            return detail;
        }
    }

    /** The body did not arrive within this time, in seconds. */
    record BodyTooSlow(String what, long seconds) implements Problem {
        @Override
        public String message() {
            return what + " must arrive within " + seconds + " seconds";
        }
    }

    /** The server cannot answer just now; the same request may succeed later. */
    record Unavailable(String detail) implements Problem {
        @Override
        public String message() {
            return detail;
        }
    }

    /** A defect of the server. The correlation id leads to the log. */
    record ServerFault(String correlationId) implements Problem {
        @Override
        public String message() {
            return "the request could not be answered; quote correlation id " + QuotedInput.of(correlationId);
        }
    }
}
