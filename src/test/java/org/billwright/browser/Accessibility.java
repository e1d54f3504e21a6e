package org.billwright.browser;

import com.deque.html.axecore.playwright.AxeBuilder;
import com.microsoft.playwright.Page;
import java.util.List;

/** What axe finds on a page. Only what is wrong comes back: the nodes of all rules that hold are most of the time of a check. */
final class Accessibility {
    private static final String RUN = """
            async ([script, hasFrames, rules]) => {
                if (!hasFrames && document.querySelector('iframe')) {
                    return ['a frame is not looked at'];
                }
                if (!window.axe) {
                    (0, eval)(script);
                }
                const options = {resultTypes: ['violations']};
                if (rules.length > 0) {
                    options.runOnly = rules;
                }
                const found = await axe.run({exclude: ['iframe']}, options);
                if (found.passes.length === 0) {
                    return ['axe has looked at nothing'];
                }
                return found.violations.map(rule => rule.id + ': ' + rule.nodes[0].html);
            }""";

    private Accessibility() {}

    /** Each rule that a page without frames violates, with an element. */
    static List<String> violations(Page page) {
        return run(page, false, List.of());
    }

    /** The same of a page and not of its frames, which are pages of their own; of all rules, or of these alone. */
    static List<String> violationsOutsideFrames(Page page, String... rules) {
        return run(page, true, List.of(rules));
    }

    private static List<String> run(Page page, boolean hasFrames, List<String> rules) {
        @SuppressWarnings("unchecked") // an array of texts in the page
        var found = (List<String>) page.evaluate(RUN, List.of(AxeBuilder.getAxeScript(), hasFrames, rules));
        return found;
    }
}
