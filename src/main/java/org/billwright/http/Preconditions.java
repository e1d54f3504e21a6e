package org.billwright.http;

import java.util.Arrays;
import java.util.Optional;
import org.billwright.problem.Problem;
import org.billwright.problem.ProblemException;

/** Conditional requests (RFC 9110 §13). A resource's entity tag is its revision. */
public final class Preconditions {
    private Preconditions() {}

    /** The entity tag of a revision. */
    public static String tag(long revision) {
        return "\"" + revision + "\"";
    }

    /** Whether the client already has this revision ({@code If-None-Match}, a weak comparison), so that the response is 304. */
    public static boolean isNotModified(ApiRequest request, long revision) {
        return isNotModified(request, tag(revision));
    }

    /** The same for a resource with another kind of entity tag. */
    public static boolean isNotModified(ApiRequest request, String tag) {
        return request.header("If-None-Match")
                .map(given -> matches(given.replace("W/", ""), tag))
                .orElse(false);
    }

    /** Refuses a request for another revision than the client expects ({@code If-Match}, a strong comparison). */
    static void requireMatch(ApiRequest request, long revision) {
        requireMatch(request, tag(revision));
    }

    /** The same for a resource with another kind of entity tag. One without a tag, an empty text, meets {@code *} only. */
    public static void requireMatch(ApiRequest request, String tag) {
        refuse(request.header("If-Match").filter(given -> !matches(given, tag)));
    }

    /** Refuses a change, also where the client excludes this revision ({@code If-None-Match}). */
    public static void requireForChange(ApiRequest request, long revision) {
        requireMatch(request, revision);
        refuse(request.header("If-None-Match").filter(given -> isNotModified(request, revision)));
    }

    private static void refuse(Optional<String> failed) {
        failed.ifPresent(given -> {
            throw new ProblemException(new Problem.PreconditionFailed(given));
        });
    }

    private static boolean matches(String given, String tag) {
        return Arrays.stream(given.split(",", -1))
                .map(String::strip)
                .filter(candidate -> !candidate.isEmpty())
                .anyMatch(candidate -> candidate.equals("*") || candidate.equals(tag));
    }
}
