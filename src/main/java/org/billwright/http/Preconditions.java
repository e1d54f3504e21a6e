package org.billwright.http;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.billwright.problem.Problem;
import org.billwright.problem.ProblemException;

/** Conditional requests (RFC 9110 §13). A resource's entity tag is its revision. */
public final class Preconditions {
    private static final String IF_MATCH = "If-Match";
    private static final String IF_NONE_MATCH = "If-None-Match";
    private static final String ANY = "*";
    private static final String WEAK = "W/";

    /** An element of a list of entity tags (RFC 9110 §8.8.3); an element may be empty (§5.6.1.2). */
    private static final Pattern ELEMENT =
            Pattern.compile("[ \\t]*((?:W/)?\"[\\x21\\x23-\\x7E\\x80-\\x{10FFFF}]*+\")?[ \\t]*(?:,|$)");

    private final Optional<Tags> ifMatch;
    private final Optional<Tags> ifNoneMatch;

    private Preconditions(Optional<Tags> ifMatch, Optional<Tags> ifNoneMatch) {
        this.ifMatch = ifMatch;
        this.ifNoneMatch = ifNoneMatch;
    }

    /** The entity tag of a revision. */
    public static String tag(long revision) {
        return "\"" + revision + "\"";
    }

    /** The conditions of a request. Malformed ones are refused, for no revision could meet them: a client would repeat its request for ever. */
    public static Preconditions of(ApiRequest request) {
        return new Preconditions(condition(request, IF_MATCH), condition(request, IF_NONE_MATCH));
    }

    /** Whether the client already has this revision ({@code If-None-Match}, a weak comparison), so that the response is 304. */
    public boolean isNotModified(long revision) {
        return isNotModified(tag(revision));
    }

    /** The same for a resource with another kind of entity tag. */
    public boolean isNotModified(String tag) {
        return ifNoneMatch.filter(given -> given.isMetWeaklyBy(tag)).isPresent();
    }

    /** Refuses a request for another revision than the client expects ({@code If-Match}, a strong comparison). */
    void requireMatch(long revision) {
        requireMatch(tag(revision));
    }

    /** The same for a resource with another kind of entity tag. One without a tag, an empty text, meets {@code *} only. */
    public void requireMatch(String tag) {
        ifMatch.filter(given -> !given.isMetBy(tag)).ifPresent(Preconditions::refuse);
    }

    /** Refuses a change, also where the client excludes this revision ({@code If-None-Match}). */
    public void requireForChange(long revision) {
        requireMatch(revision);
        ifNoneMatch.filter(given -> given.isMetWeaklyBy(tag(revision))).ifPresent(Preconditions::refuse);
    }

    private static void refuse(Tags given) {
        throw new ProblemException(new Problem.PreconditionFailed(given.text()));
    }

    /** The entity tags of a condition; {@code *} alone stands for any. */
    private record Tags(String text, List<String> tags) {
        boolean isMetBy(String tag) {
            return tags.contains(ANY) || tags.contains(tag);
        }

        boolean isMetWeaklyBy(String tag) {
            return isMetBy(tag) || tags.contains(WEAK + tag);
        }
    }

    /** Several lines of a header are one list (RFC 9110 §5.3). */
    private static Optional<Tags> condition(ApiRequest request, String header) {
        var lines = request.headers(header);
        if (lines.isEmpty()) {
            return Optional.empty();
        }
        var text = String.join(", ", lines);
        return Optional.of(new Tags(text, text.strip().equals(ANY) ? List.of(ANY) : entityTags(header, text)));
    }

    private static List<String> entityTags(String header, String text) {
        var found = new ArrayList<String>();
        var element = ELEMENT.matcher(text);
        int end = 0;
        while (end < text.length()) {
            if (!element.region(end, text.length()).lookingAt()) {
                throw new ProblemException(new Problem.InvalidValue(
                        header, text, "* or entity tags in double quotes, such as \"3\" (RFC 9110 §8.8.3)"));
            }
            Optional.ofNullable(element.group(1)).ifPresent(found::add);
            end = element.end();
        }
        return List.copyOf(found);
    }
}
