package org.billwright.issuer;

import static org.billwright.issuer.IssuerMembers.optional;
import static org.billwright.issuer.IssuerMembers.requireNames;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.billwright.problem.ProblemException;

/**
 * How an issuer's bills look.
 *
 * @param color of titles and bars, as {@code #1f5f8b}
 * @param paymentUrl where a bill can be paid, with {@code {billNo}}, {@code {billId}}, {@code {account}}, {@code {amount}} and
 *     {@code {currency}} for those of the bill
 */
public record BillDesign(Optional<String> color, Optional<PaperSize> paper, Optional<String> paymentUrl) {
    static final String NAME = "billDesign";

    private static final Pattern COLOR = Pattern.compile("#[0-9a-fA-F]{6}");
    private static final Pattern URL = Pattern.compile("https://[A-Za-z0-9.-]+(:[0-9]{1,5})?(/[!-~&&[^<>\"\\\\^`]]*)?");
    private static final Pattern PLACEHOLDER = Pattern.compile("[{][^}]*[}]");
    private static final List<String> PLACEHOLDERS =
            List.of("{billNo}", "{billId}", "{account}", "{amount}", "{currency}");

    static BillDesign of(ObjectNode issuer) {
        var design = issuer.path(NAME);
        if (design.isMissingNode()) {
            return new BillDesign(Optional.empty(), Optional.empty(), Optional.empty());
        }
        requireNames(design, NAME, List.of("color", "paperSize", "paymentUrl"));
        var color = optional(design, NAME, "color");
        color.ifPresent(BillDesign::requireReadable);
        var paper = optional(design, NAME, "paperSize");
        ProblemException.unless(
                paper.flatMap(PaperSize::of).isPresent() == paper.isPresent(),
                NAME + ".paperSize",
                "must be one of " + String.join(", ", PaperSize.codes()));
        var url = optional(design, NAME, "paymentUrl");
        url.ifPresent(BillDesign::requireTemplate);
        return new BillDesign(color, paper.flatMap(PaperSize::of), url);
    }

    private static void requireReadable(String color) {
        ProblemException.unless(
                COLOR.matcher(color).matches(), NAME + ".color", "must be # and six hexadecimal digits, as #1f5f8b");
        ProblemException.unless(
                contrastOnWhite(color) >= 4.5,
                NAME + ".color",
                "is too light to be read on white: its contrast is below 4.5 (WCAG 2.2, 1.4.3)");
    }

    /** The contrast ratio of WCAG 2.2, whose success criterion 1.4.3 asks for 4.5. */
    private static double contrastOnWhite(String color) {
        int rgb = Integer.parseInt(color.substring(1), 16);
        double luminance = 0.2126 * linear(rgb >> 16) + 0.7152 * linear(rgb >> 8) + 0.0722 * linear(rgb);
        return 1.05 / (luminance + 0.05);
    }

    private static double linear(int channel) {
        double value = (channel & 0xff) / 255.0;
        return value <= 0.04045 ? value / 12.92 : Math.pow((value + 0.055) / 1.055, 2.4);
    }

    private static void requireTemplate(String url) {
        ProblemException.unless(
                URL.matcher(url).matches(),
                NAME + ".paymentUrl",
                "must be an https URL in ASCII, with placeholders in its path and query alone");
        ProblemException.unless(
                PLACEHOLDER.matcher(url).results().allMatch(found -> PLACEHOLDERS.contains(found.group())),
                NAME + ".paymentUrl",
                "has an unknown placeholder; known: " + String.join(", ", PLACEHOLDERS));
    }
}
