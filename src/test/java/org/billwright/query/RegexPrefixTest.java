package org.billwright.query;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class RegexPrefixTest {
    private static final Comparator<String> BY_CODE_POINTS =
            (a, b) -> Arrays.compare(a.codePoints().toArray(), b.codePoints().toArray());

    @Test
    void the_text_before_the_first_character_that_is_not_certain() {
        Map.ofEntries(
                        Map.entry("^B-100", "B-100"),
                        Map.entry("^B\\-100\\.", "B-100."),
                        Map.entry("^B-100$", "B-100"),
                        Map.entry("^B-1[0-9]", "B-1"),
                        Map.entry("^B-10*", "B-1"),
                        Map.entry("^B-10?x", "B-1"),
                        Map.entry("^B-10{2}", "B-1"),
                        Map.entry("^B-10+", "B-1"),
                        Map.entry("^B.1", "B"),
                        Map.entry("^B\\d", "B"),
                        Map.entry("^ab|^cd", ""),
                        Map.entry("^(ab)", ""),
                        Map.entry("ab", ""),
                        Map.entry("^", ""),
                        Map.entry("^\\", ""),
                        Map.entry("^😀x*", "😀"),
                        Map.entry("^x😀*", "x"))
                .forEach((regex, prefix) ->
                        assertThat(RegexPrefix.of(regex)).as(regex).isEqualTo(prefix));
    }

    @Test
    void behind_a_prefix() {
        assertThat(RegexPrefix.behind("B-1")).contains("B-2");
        assertThat(RegexPrefix.behind("B-9")).contains("B-:");
        assertThat(RegexPrefix.behind("a\uD7FF")).contains("a\uE000");
        assertThat(RegexPrefix.behind("a\uDBFF\uDFFF")).contains("b");
        assertThat(RegexPrefix.behind("\uDBFF\uDFFF")).isEmpty();
        assertThat(RegexPrefix.behind("")).isEmpty();
    }

    /** Short texts and expressions over few characters, so that many match. */
    @Test
    void every_match_is_between_the_prefix_and_what_is_behind_it() {
        var random = new Random(678);
        var pieces =
                List.of("a", "b", "-", "\\-", "\\.", ".", "[ab]", "(a)", "a*", "b?", "a+", "😀", "$", "\\w", "b{1}");
        int matches = 0;
        for (int i = 0; i < 200_000; i++) {
            var regex = new StringBuilder("^");
            for (int n = random.nextInt(5); n > 0; n--) {
                regex.append(pieces.get(random.nextInt(pieces.size())));
            }
            var text = new StringBuilder();
            for (int n = random.nextInt(5); n > 0; n--) {
                text.append(List.of("a", "b", "-", ".", "😀").get(random.nextInt(5)));
            }
            if (Pattern.compile(regex.toString()).matcher(text).find()) {
                matches++;
                var prefix = RegexPrefix.of(regex.toString());
                assertThat(text.toString()).as(regex.toString()).startsWith(prefix);
                RegexPrefix.behind(prefix)
                        .ifPresent(behind -> assertThat(BY_CODE_POINTS.compare(text.toString(), behind))
                                .as(regex + " " + text)
                                .isNegative());
            }
        }
        assertThat(matches).isGreaterThan(10_000);
    }
}
