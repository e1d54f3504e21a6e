package org.billwright.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code Prefer} as RFC 7240 §2 has it. */
class PreferencesTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "count=exact",
                "Count=EXACT",
                "count=\"exact\"",
                " count = exact ",
                "respond-async, count=exact",
                "handling=lenient; a=\"x, count=none\" , count=exact; b",
                "wait=10,count=exact,count=none",
                ", ,count=exact"
            })
    void an_exact_count_is_preferred(String header) {
        assertThat(Preferences.of(List.of(header)).has("count", "exact")).isTrue();
        assertThat(Preferences.of(List.of("wait=1", header)).has("count", "exact"))
                .isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "count",
                "count=",
                "count=none, count=exact",
                "recount=exact",
                "x; count=exact",
                "\"count=exact\"",
                "a=\"count=exact",
                "count exact"
            })
    void no_exact_count_is_preferred(String header) {
        assertThat(Preferences.of(List.of(header)).has("count", "exact")).isFalse();
    }
}
