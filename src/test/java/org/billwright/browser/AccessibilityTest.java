package org.billwright.browser;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** What the pages are looked at with finds what is wrong. */
class AccessibilityTest {
    private static final String FAULTY = """
            <!doctype html><html lang="en"><title>Faulty</title><body style="background: #fff"><main>
            <h1>Faulty</h1><p style="color: #eee">too pale</p><img src="data:,">
            <iframe title="a frame" srcdoc="<img src='data:,'>"></iframe></main></body></html>""";

    @Test
    void a_pale_text_and_a_picture_without_words_are_found_and_frames_are_left_out() {
        try (var browsers = Browsers.open();
                var page = browsers.browser().newPage()) {
            page.setContent(FAULTY);
            assertThat(Accessibility.violations(page)).containsExactly("a frame is not looked at");
            assertThat(Accessibility.violationsOutsideFrames(page))
                    .containsExactlyInAnyOrder(
                            "color-contrast: <p style=\"color: #eee\">too pale</p>", "image-alt: <img src=\"data:,\">");
            page.setContent(FAULTY.replace("#eee", "#333").replace("<img src=\"data:,\">", ""));
            assertThat(Accessibility.violationsOutsideFrames(page)).isEmpty();
            page.setContent("<!doctype html><html lang=\"en\"><title>Sound</title><main><h1>Sound</h1></main></html>");
            assertThat(Accessibility.violations(page)).isEmpty();
        }
    }
}
