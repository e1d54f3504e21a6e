package org.billwright.document;

import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.billwright.http.ApiRequest;
import org.billwright.http.NumberParameters;
import org.billwright.problem.Problem;

/**
 * What a client wants of the page of a bill.
 *
 * @param part the number of the part, from 1
 * @param language the first language that it accepts
 */
record PageRequest(int part, Optional<String> language) {
    private static final int MOST = 1_000_000;
    private static final Pattern PART = Pattern.compile("(?:^|&)part=([0-9]{1,7})(?=&|$)");

    /** Reads a request. Other parameters than {@code part} are a {@link Problem.MalformedQuery}. */
    static PageRequest of(ApiRequest call) {
        var parameters = new NumberParameters(call, "a page of a bill", List.of(PagePart.PARAMETER));
        return new PageRequest(parameters.number(PagePart.PARAMETER, 1, MOST), language(call));
    }

    /** The same of a visitor with a link, to which mail programs add parameters of their own. */
    static PageRequest ofVisitor(ApiRequest call) {
        int part = PART.matcher(call.rawQuery())
                .results()
                .findFirst()
                .map(found -> Integer.parseInt(found.group(1)))
                .orElse(1);
        return new PageRequest(part, language(call));
    }

    /** The first language that a client accepts. */
    static Optional<String> language(ApiRequest call) {
        return call.header("Accept-Language")
                .map(text -> text.split("[,;]", 2)[0].trim())
                .filter(tag -> !tag.isEmpty());
    }
}
