package org.billwright.json;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WebLinksTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "https://docs.example.com/a:b?c=d:e | true",
                "HTTP://docs.example.com | true",
                "customerBill/B-1/billDocument/d | true",
                "/files/b.pdf | true",
                "?a:b | true",
                "./a:b | true",
                "javascript:alert(1) | false",
                "JavaScript:alert(1) | false",
                "data:text/html,x | false",
                "ftp://example.com/x | false",
                "file:///etc/passwd | false",
                "urn:x | false",
                "//evil.example/x | false",
                "/\\evil.example/x | false",
                "\\\\evil.example/x | false",
                "a/b//c | true",
                "java%0ascript:alert(1) | false",
                "httpsx://example.com | false"
            })
    void only_pages_are_linked(String link, boolean isWebLink) {
        assertThat(Links.isWebLink(link)).isEqualTo(isWebLink);
    }

    @ParameterizedTest
    @CsvSource({
        "urn:isbn:1,true",
        "URN:x,true",
        "https://x.example,true",
        "party/1,true",
        "javascript:x,false",
        "'urn: x',false"
    })
    void a_reference_may_be_a_name_too(String text, boolean isReference) {
        assertThat(Links.isReference(text)).isEqualTo(isReference);
    }

    @ParameterizedTest
    @CsvSource({
        "'java\nscript:alert(1)'",
        "'\tjavascript:alert(1)'",
        "' javascript:alert(1)'",
        "'https://example.com/a b'"
    })
    void blanks_and_control_characters_hide_no_scheme(String link) {
        assertThat(Links.isWebLink(link)).isFalse();
    }
}
