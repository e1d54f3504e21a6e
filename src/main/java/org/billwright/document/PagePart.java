package org.billwright.document;

import io.quarkus.qute.TemplateData;
import java.util.List;
import org.billwright.problem.Problem;
import org.billwright.problem.ProblemException;
import org.billwright.statement.Statement;

/**
 * A part of the page of a bill, and the addresses of its other documents, relative to the page.
 *
 * @param number from 1
 * @param count how many parts there are
 * @param previous the address of the part before it, or empty
 * @param next the address of the part after it, or empty
 */
@TemplateData
public record PagePart(int number, int count, String previous, String next, List<Link> documents) {
    static final String PARAMETER = "part";

    /** A document of the bill. */
    @TemplateData
    public record Link(String name, String url) {}

    /**
     * A part of a statement. One that there is not is a {@link Problem.InvalidValue}.
     *
     * @param number as it is asked for
     */
    static PagePart of(Statement statement, int number, List<Link> documents) {
        int count = Math.max(1, Math.ceilDiv(statement.lineCount(), BillPage.LINES_OF_PART));
        if (number < 1 || number > count) {
            throw new ProblemException(
                    new Problem.InvalidValue(PARAMETER, String.valueOf(number), "a number from 1 to " + count));
        }
        return new PagePart(
                number,
                count,
                number > 1 ? "?" + PARAMETER + "=" + (number - 1) : "",
                number < count ? "?" + PARAMETER + "=" + (number + 1) : "",
                documents);
    }
}
