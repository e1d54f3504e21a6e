package org.billwright.http;

import java.util.List;
import org.billwright.problem.Problem;
import org.billwright.problem.ProblemException;

/** The query parameters of an operation that has only whole numbers as such, like {@code limit} and {@code offset}. */
public final class NumberParameters {
    private static final String DIGITS = "[0-9]{1,7}";

    private final ApiRequest request;

    /**
     * The parameters of a request. Others than these are a {@link Problem.MalformedQuery}.
     *
     * @param what the operation returns, with its article
     */
    public NumberParameters(ApiRequest request, String what, List<String> allowed) {
        this.request = request;
        for (var pair : pairs()) {
            if (!pair.isEmpty() && !allowed.contains(pair.split("=", 2)[0])) {
                throw new ProblemException(new Problem.MalformedQuery(
                        what + " has the parameters " + String.join(" and ", allowed) + " alone"));
            }
        }
    }

    /** The number of this name, from 0 to the highest one; another value is a {@link Problem.InvalidValue}. */
    public int number(String name, int otherwise, int most) {
        for (var pair : pairs()) {
            var at = pair.split("=", 2);
            if (at[0].equals(name)) {
                return parsed(name, at.length > 1 ? at[1] : "", most);
            }
        }
        return otherwise;
    }

    private String[] pairs() {
        return request.rawQuery().split("&", -1);
    }

    private static int parsed(String name, String given, int most) {
        if (!given.matches(DIGITS) || Integer.parseInt(given) > most) {
            throw new ProblemException(new Problem.InvalidValue(name, given, "a whole number from 0 to " + most));
        }
        return Integer.parseInt(given);
    }
}
