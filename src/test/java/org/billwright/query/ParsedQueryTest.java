package org.billwright.query;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.buffer.Buffer;
import java.util.List;
import java.util.Optional;
import org.billwright.bill.BillShape;
import org.billwright.json.projection.Projection;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Predicates, directives and encodings: what is written in one way means the same as what is written in another. */
class ParsedQueryTest {
    private static Object filter(String query) {
        return QueryParser.parse(query).filter();
    }

    private static Object predicate(String predicate) {
        return filter(
                "filter=" + predicate.replace("&", "%26").replace("+", "%2B").replace(";", "%3B"));
    }

    @Test
    void a_predicate_says_what_a_parameter_says() {
        assertThat(predicate("$[?(@.state=='sent')]")).isEqualTo(filter("state=sent"));
        assertThat(predicate("$[?(@.state!='sent')]")).isEqualTo(filter("state.ne=sent"));
        assertThat(predicate("$[?(@.a.b>1)]")).isEqualTo(filter("a.b.gt=1"));
        assertThat(predicate("$[?(@.a.b>=1.5)]")).isEqualTo(filter("a.b.gte=1.5"));
        assertThat(predicate("$[?(@.a.b<-1)]")).isEqualTo(filter("a.b.lt=-1"));
        assertThat(predicate("$[?(@.a.b<=1)]")).isEqualTo(filter("a.b.lte=1"));
        assertThat(predicate("$[?(@.a=~/x.y/)]")).isEqualTo(filter("a.regex=x.y"));
        assertThat(predicate("$[?(@.a==true)]")).isEqualTo(filter("a=true"));
        assertThat(predicate("$[?(@.a==1 || @.b==2)]")).isEqualTo(filter("a=1;b=2"));
    }

    @Test
    void and_binds_tighter_than_or_and_parentheses_tighter_than_both() {
        var a = predicate("$[?(@.a==1 || @.b==2 && @.c==3)]");
        assertThat(a).isEqualTo(predicate("$[?(@.a==1 || (@.b==2 && @.c==3))]"));
        assertThat(a).isNotEqualTo(predicate("$[?((@.a==1 || @.b==2) && @.c==3)]"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "$[?( @.a.b == 'x' )]",
                " $ [ ? ( @.a.b=='x' ) ] ",
                "$[?(@['a'].b=='x')]",
                "$[?(@[\"a\"]['b']==\"x\")]",
                "$[?(@[ 'a' ][ \"b\" ]=='x')]",
                "$[?(@.a[*].b=='x')]",
                "$[?(@.a[ * ].b=='x')]",
                "$[?((@.a.b=='x'))]",
                "$[?(( @.a.b=='x' ))]"
            })
    void blanks_quotes_and_brackets_do_not_matter(String written) {
        assertThat(predicate(written)).isEqualTo(predicate("$[?(@.a.b=='x')]"));
    }

    @Test
    void a_literal_may_hold_escaped_quotes() {
        assertThat(predicate("$[?(@.a=='it\\'s \\\\')]")).isEqualTo(filter("a=it's%20%5C"));
        assertThat(predicate("$[?(@.a==\"say \\\"x\\\"\")]")).isEqualTo(filter("a=say%20%22x%22"));
        assertThat(predicate("$[?(@.a=~/a\\/b\\d/)]")).isEqualTo(filter("a.regex=a/b%5Cd"));
        assertThat(predicate("$[?(@.a=='||)]')]")).isEqualTo(filter("a=%7C%7C)%5D"));
    }

    @Test
    void a_predicate_is_anded_with_other_parameters() {
        assertThat(filter("a=1&filter=$[?(@.b==2)]&c.gt=3")).isEqualTo(filter("a=1&b=2&c.gt=3"));
    }

    @Test
    void names_and_operators_may_be_encoded() {
        assertThat(filter("%73tate%3Dsent")).isEqualTo(filter("state=sent"));
        assertThat(filter("%C3%A9=1")).isEqualTo(filter("é=1"));
        assertThat(filter("a%21%3D1")).isEqualTo(filter("a.ne=1"));
        assertThat(filter("a%3d%3d1")).isEqualTo(filter("a=1"));
        assertThat(filter("a%3E%3D%3D").toString()).contains("operator=GTE, value==]");
        assertThat(filter("a===1").toString()).contains("operator=EQ, value==1]");
        assertThat(filter("a=")).isEqualTo(filter("a.eq="));
    }

    @Test
    void a_regular_expression_keeps_its_commas() {
        assertThat(filter("a.regex=x{1,2}")).isEqualTo(filter("a.regex=x{1%2C2}"));
    }

    @Test
    void empty_parameters_are_nothing() {
        assertThat(filter("&a=1&&")).isEqualTo(filter("a=1"));
        assertThat(filter("")).isEqualTo(filter("&"));
    }

    @ParameterizedTest
    @CsvSource({
        "'',true,true",
        "fields=id,true,false",
        "a=1,false,true",
        "sort=id,false,false",
        "offset=1,false,false",
        "limit=1,false,false",
        "cursor=x,false,false"
    })
    void a_query_knows_whether_it_only_selects_or_only_filters(String query, boolean selects, boolean filters) {
        assertThat(QueryParser.parse(query).selectsOnly()).isEqualTo(selects);
        assertThat(QueryParser.parse(query).filtersOnly()).isEqualTo(filters);
    }

    @Test
    void directives_are_decoded_and_blank_names_left_out() {
        var parsed = QueryParser.parse("fields=id%2Cstate,,%20&sort=%2Dstate&offset=%31&limit=%32&cursor=a%2Bb");
        assertThat(parsed.fields()).hasValue(List.of("id", "state"));
        assertThat(parsed.sort()).containsExactly("-state");
        assertThat(parsed.offset()).hasValue("1");
        assertThat(parsed.limit()).hasValue("2");
        assertThat(parsed.cursor()).hasValue("a+b");
        assertThat(QueryParser.parse("a=1").fields()).isEmpty();
    }

    private static String shown(Optional<List<String>> fields) {
        var stored =
                Buffer.buffer("{\"id\":\"1\",\"state\":\"new\",\"taxItem\":[{\"taxCategory\":\"VAT\",\"taxRate\":5}]}");
        return new Projection(BillShape.V4.shape())
                .one(stored, BillShape.V4.selection(fields), "http://x/")
                .toString();
    }

    @Test
    void selected_fields_are_paths_none_is_the_identity_and_nothing_is_everything() {
        assertThat(shown(Optional.empty())).contains("\"state\":\"new\"", "\"taxCategory\":\"VAT\",\"taxRate\":5");
        assertThat(shown(Optional.of(List.of("none")))).isEqualTo("{\"id\":\"1\"}");
        assertThat(shown(Optional.of(List.of("none", "taxItem.taxRate"))))
                .isEqualTo("{\"id\":\"1\",\"taxItem\":[{\"taxRate\":5}]}");
    }

    @Test
    void a_plus_sign_is_a_blank_and_an_encoded_one_is_not() {
        assertThat(PercentEncoding.decode("a+b%2Bc%20d")).isEqualTo("a b+c d");
        assertThat(PercentEncoding.decode("a b")).isEqualTo("a b");
        assertThat(PercentEncoding.decode("%F0%9F%98%80é%c3%a9")).isEqualTo("😀éé");
    }
}
