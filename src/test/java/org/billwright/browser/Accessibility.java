package org.billwright.browser;

import com.deque.html.axecore.playwright.AxeBuilder;
import com.microsoft.playwright.Page;
import java.util.List;

/** What axe finds on a page. Only what is wrong comes back: the nodes of all rules that hold are most of the time of a check. */
final class Accessibility {
    private static final String RUN = """
            async ([script, rules]) => {
                if (!window.axe) {
                    (0, eval)(script);
                }
                const options = {resultTypes: ['violations']};
                if (rules.length > 0) {
                    options.runOnly = rules;
                }
                const found = await axe.run({exclude: ['iframe']}, options);
                if (found.testEngine.name !== 'axe-core' || found.passes.length === 0) {
                    return ['axe has looked at nothing'];
                }
                return found.violations.map(rule => rule.id + ': ' + rule.nodes[0].html);
            }""";

    private Accessibility() {}

    /** Each violated rule with an element; of all rules, or of these alone. Frames are pages of their own, and not looked at. */
    static List<String> violations(Page page, String... rules) {
        @SuppressWarnings("unchecked") // an array of texts in the page
        var found = (List<String>) page.evaluate(RUN, List.of(AxeBuilder.getAxeScript(), List.of(rules)));
        return found;
    }
}
