package org.billwright.browser;

import com.deque.html.axecore.playwright.AxeBuilder;
import com.microsoft.playwright.Page;
import java.util.List;

/** What axe finds on a page. Only what is wrong comes back: the nodes of all rules that hold are most of the time of a check. */
final class Accessibility {
    private static final String RUN = """
            async ([script, hasFrames]) => {
                if (!hasFrames && document.querySelector('iframe')) {
                    return ['a frame is not looked at'];
                }
                if (!window.axe) {
                    (0, eval)(script);
                }
                const found = await axe.run({exclude: ['iframe']}, {resultTypes: ['violations']});
                if (found.passes.length === 0) {
                    return ['axe has looked at nothing'];
                }
                return found.violations.map(rule => rule.id + ': ' + rule.nodes[0].html);
            }""";

    private Accessibility() {}

    /** Each rule that a page without frames violates, with an element. */
    static List<String> violations(Page page) {
        return run(page, false);
    }

    /** The same of a page and not of its frames, which are pages of their own. */
    static List<String> violationsOutsideFrames(Page page) {
        return run(page, true);
    }

    private static List<String> run(Page page, boolean hasFrames) {
        @SuppressWarnings("unchecked") // an array of texts in the page
        var found = (List<String>) page.evaluate(RUN, List.of(AxeBuilder.getAxeScript(), hasFrames));
        return found;
    }
}
