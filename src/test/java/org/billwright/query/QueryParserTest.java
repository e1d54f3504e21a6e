package org.billwright.query;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.billwright.query.filter.Filter;
import org.billwright.query.filter.Operator;
import org.junit.jupiter.api.Test;

class QueryParserTest {
    private static Filter filter(String query) {
        return QueryParser.parse(query).filter();
    }

    private static Filter.Compare compare(String path, Operator operator, String value) {
        return new Filter.Compare(path, operator, value);
    }

    private static Filter all(Filter... parts) {
        return new Filter.All(List.of(parts));
    }

    private static Filter any(Filter... parts) {
        return new Filter.Any(List.of(parts));
    }

    @Test
    void an_ampersand_is_and() {
        assertThat(filter("a=1&b.c=2"))
                .isEqualTo(all(compare("a", Operator.EQ, "1"), compare("b.c", Operator.EQ, "2")));
    }

    @Test
    void a_comma_a_semicolon_and_repetition_are_or() {
        var either = all(any(compare("a", Operator.EQ, "1"), compare("a", Operator.EQ, "2")));
        assertThat(filter("a=1,2")).isEqualTo(either);
        assertThat(filter("a=1;a=2")).isEqualTo(either);
        assertThat(filter("a=1&a=2")).isEqualTo(either);
    }

    @Test
    void a_semicolon_joins_whole_comparisons() {
        assertThat(filter("a=1;b.gt=2&c=3"))
                .isEqualTo(all(
                        compare("c", Operator.EQ, "3"),
                        any(compare("a", Operator.EQ, "1"), compare("b", Operator.GT, "2"))));
    }

    @Test
    void two_ranges_on_one_attribute_are_and() {
        assertThat(filter("a.gte=1&a.lt=5"))
                .isEqualTo(all(compare("a", Operator.GTE, "1"), compare("a", Operator.LT, "5")));
    }

    @Test
    void operators_are_words_or_symbols() {
        assertThat(filter("a%3E1")).isEqualTo(filter("a.gt=1"));
        assertThat(filter("a%3E%3D1")).isEqualTo(filter("a.gte=1")).isEqualTo(filter("a>=1"));
        assertThat(filter("a%3C1")).isEqualTo(filter("a.lt=1")).isEqualTo(filter("a<1"));
        assertThat(filter("a%3C%3D1")).isEqualTo(filter("a.lte=1"));
        assertThat(filter("a%3D%3D1")).isEqualTo(filter("a.eq=1")).isEqualTo(filter("a=1"));
        assertThat(filter("a%3D~x.*")).isEqualTo(filter("a.regex=x.*"));
        assertThat(filter("a!=1")).isEqualTo(filter("a.ne=1"));
    }

    @Test
    void a_name_ends_in_an_operator_only_behind_a_dot() {
        assertThat(filter("regex=1")).isEqualTo(all(compare("regex", Operator.EQ, "1")));
        assertThat(filter("a.b=1")).isEqualTo(all(compare("a.b", Operator.EQ, "1")));
    }

    @Test
    void an_encoded_separator_is_part_of_its_value_and_decoding_happens_once() {
        assertThat(filter("a=1%2C2")).isEqualTo(all(compare("a", Operator.EQ, "1,2")));
        assertThat(filter("a=x%26b%3D1")).isEqualTo(all(compare("a", Operator.EQ, "x&b=1")));
        assertThat(filter("a=%2541")).isEqualTo(all(compare("a", Operator.EQ, "%41")));
        assertThat(filter("a=b+c%20d%2B")).isEqualTo(all(compare("a", Operator.EQ, "b c d+")));
        assertThat(filter("%40type=x")).isEqualTo(all(compare("@type", Operator.EQ, "x")));
    }

    @Test
    void directives_are_not_filters() {
        var request = QueryParser.parse("fields=id,%20a.b&sort=-a,b&offset=1&limit=2&a=1");
        assertThat(request.fields()).hasValue(List.of("id", "a.b"));
        assertThat(request.sort()).containsExactly("-a", "b");
        assertThat(request.offset()).hasValue("1");
        assertThat(request.limit()).hasValue("2");
        assertThat(request.filter()).isEqualTo(all(compare("a", Operator.EQ, "1")));
    }
}
