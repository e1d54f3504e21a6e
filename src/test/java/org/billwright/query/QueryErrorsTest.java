package org.billwright.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.billwright.bill.BillShape;
import org.billwright.problem.Problem;
import org.billwright.problem.ProblemException;
import org.billwright.rate.RateShape;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is wrong with a query is said before a connection is used, with the attribute, the value or the limit. */
class QueryErrorsTest {
    private static final QueryResolver RESOLVER = new QueryResolver(BillShape.V4, "http://x/");

    private static ResolvedQuery resolve(String query) {
        return RESOLVER.resolve(QueryParser.parse(query));
    }

    private static Problem problem(String query) {
        var thrown = catchThrowableOfType(ProblemException.class, () -> resolve(query));
        assertThat(thrown).as(query).isNotNull();
        return thrown.problem();
    }

    private static String repeated(String text, int count, String separator) {
        return IntStream.range(0, count).mapToObj(i -> text).collect(Collectors.joining(separator));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "nothing=1",
                "amountDue=1",
                "taxItem=1",
                "state.x=1",
                "secret=1",
                "sort=nothing",
                "fields=nothing",
                "filter=$[?(@.nothing==1)]",
                "filter=$[?(@.taxItem[?(@.nothing==1)])]",
                "filter=$[?(@.nothing)]"
            })
    void an_attribute_that_is_not_there(String query) {
        assertThat(problem(query)).isInstanceOf(Problem.UnknownAttribute.class);
    }

    @Test
    void a_number_may_have_as_many_digits_as_in_documents() {
        for (var number : List.of(
                "9".repeat(60),
                "0." + "0".repeat(58) + "1",
                "9".repeat(30) + "." + "9".repeat(30),
                "-" + "1".repeat(60))) {
            assertThat(resolve("amountDue.value=" + number)).isNotNull();
            assertThat(resolve("filter=$[?(@.amountDue.value==" + number + ")]"))
                    .isNotNull();
        }
        assertThat(resolve("filter=$[?(@.amountDue.value==1E-55)]")).isNotNull();
        for (var number : List.of("9".repeat(61), "0." + "0".repeat(60) + "1", "1".repeat(5_000))) {
            assertThat(problem("amountDue.value=" + number)).isInstanceOf(Problem.LimitExceeded.class);
            assertThat(problem("filter=$[?(@.amountDue.value==" + number + ")]"))
                    .isInstanceOf(Problem.LimitExceeded.class);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"%D9%A1", "%E0%A5%A7%E0%A5%A8", "1_0", "1e2", ".", "-", "0x1", "1.2.3", "١"})
    void a_number_has_ascii_digits(String number) {
        assertThat(problem("amountDue.value=" + number)).isInstanceOf(Problem.InvalidValue.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"filter=hello%20world", "filter=state=='new'", "filter=a(b)", "filter=state,id"})
    void what_is_no_json_path_is_malformed(String query) {
        assertThat(problem(query)).isInstanceOf(Problem.MalformedQuery.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "billDate.regex=x",
                "amountDue.value.regex=1",
                "billDocument.url.gt=x",
                "href.regex=x",
                "sort.gt=id",
                "limit!=1",
                "filter.ne=x",
                "fields>1"
            })
    void an_operator_that_does_not_suit_the_attribute(String query) {
        assertThat(problem(query)).isInstanceOf(Problem.UnknownOperator.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "amountDue.value=x",
                "amountDue.value=1e9",
                "amountDue.value=1E9",
                "amountDue.value=",
                "billDate=yesterday",
                "billDate=2026-02-30",
                "billDate=2026-01-31T25:00:00Z",
                "billDate=0000-01-01",
                "billDate=10000-01-01",
                "billDate=0000-12-31T00:00:00Z",
                "limit=0",
                "limit=x",
                "limit=-1",
                "offset=-1",
                "offset=1.5",
                "offset=1000000000000",
                "state.regex=(",
                "state.regex=(a)%5C1",
                "cursor=x",
                "cursor=e30"
            })
    void a_value_of_another_type(String query) {
        assertThat(problem(query)).isInstanceOf(Problem.InvalidValue.class);
    }

    @Test
    void values_at_the_limit_are_taken() {
        assertThat(resolve("amountDue.value=" + "1".repeat(40)).sort()).hasSize(2);
        assertThat(resolve("billDate=0001-01-01&paymentDueDate=9999-12-31").sort())
                .hasSize(2);
        assertThat(resolve("billDate=9999-12-31T23:59:59Z").sort()).hasSize(2);
        assertThat(resolve("limit=1&offset=0").page()).isEqualTo(new ResolvedQuery.PageBounds(0, 1, true));
        assertThat(resolve("limit=1000").page()).isEqualTo(new ResolvedQuery.PageBounds(0, 1000, true));
        assertThat(resolve("offset=999999999999").page())
                .isEqualTo(new ResolvedQuery.PageBounds(999_999_999_999L, 100, true));
        assertThat(resolve("").page()).isEqualTo(new ResolvedQuery.PageBounds(0, 100, false));
    }

    @Test
    void a_truth_value_is_true_or_false_and_has_no_order() {
        var rates = new QueryResolver(RateShape.V4, "http://x/");
        assertThat(rates.resolve(QueryParser.parse("isBilled=true&isBilled.ne=false"))
                        .where()
                        .toString())
                .contains("Bool[value=true]", "Bool[value=false]");
        assertThatThrownBy(() -> rates.resolve(QueryParser.parse("isBilled=yes")))
                .hasMessageContaining("'isBilled'")
                .hasMessageContaining("'yes'");
        assertThatThrownBy(() -> rates.resolve(QueryParser.parse("isBilled.gt=true")))
                .hasMessageContaining("'gt'");
        assertThatThrownBy(() -> rates.resolve(QueryParser.parse("isBilled.regex=true")))
                .hasMessageContaining("'regex'");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "=1",
                "state",
                "%3D1",
                "state!1",
                "%",
                "a=%4",
                "a=%zz",
                "a=%00",
                "a=%FF",
                "%4=1",
                "%zz=1",
                "sort=id&sort=state",
                "limit=1&limit=1",
                "filter=x",
                "filter=$[?(@.state=='x')",
                "filter=$[?(@.state==)]",
                "filter=$[?(@.state==x)]",
                "filter=$[?(state=='x')]",
                "filter=$[?(@.)]",
                "filter=$[?(@.state=='x')]x",
                "filter=$[?@.state=='x'",
                "filter=$[?(@.state===1)]",
                "filter=$[?(@.state=1)]",
                "filter=$[?(@.taxItem.taxRate==01)]",
                "filter=$[?(@.taxItem.taxRate==.5)]",
                "filter=$[?(@.taxItem.taxRate==1.)]",
                "filter=$[?(@.billNo=='\\d')]",
                "filter=$[?(@.billNo=='\\u0000')]",
                "filter=$[?(@.billNo=='\\ud800')]",
                "filter=$[?(@['amountDue.value']==1)]",
                "filter=$.taxItem[?(@.taxRate==1)",
                "filter=$[?(!(@.state])]",
                "filter=billDocument[?(@.id=='x')",
                "filter=$[?((@.state=='x')]",
                "filter=$[?(@.state=='x' %26%26 )]",
                "filter=$[?(@.state=='x]"
            })
    void a_syntax_error(String query) {
        assertThat(problem(query)).isInstanceOf(Problem.MalformedQuery.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "filter=$.taxItem[?(@.taxRate==1)]",
                "filter=$",
                "filter=$..x",
                "filter=$[0]",
                "filter=$[*].id",
                "filter=$['taxItem'][?(@.taxRate==1)]",
                "filter=billDocument[?(@.id=='x')]",
                "filter=taxItem.taxRate",
                "filter=$[?(@)]",
                "filter=$[?(@==1)]",
                "filter=$[?(@..id=='x')]",
                "filter=$[?(@.*)]",
                "filter=$[?(@[0]==1)]",
                "filter=$[?(@.taxItem[0:2])]",
                "filter=$[?(@.taxItem[0,1])]",
                "filter=$[?(@.taxItem[?(@.taxRate==1)].taxRate==1)]",
                "filter=$[?(@.taxItem[?(@.taxRate==1),?(@.taxRate==2)])]",
                "filter=$[?(@.taxItem.length()>1)]",
                "filter=$[?(length(@.state)>3)]",
                "filter=$[?('new'==@.state)]",
                "filter=$[?(1<@.amountDue.value)]",
                "filter=$[?(true==@.state)]",
                "filter=$[?($.state==@.state)]",
                "filter=$[?(@.state==@.category)]",
                "filter=$[?(@.state==$.category)]",
                "filter=$[?(@.state==null)]",
                "filter=$[?(@.state in ['new','sent'])]",
                "filter=$[?(@.state nin ['new'])]",
                "filter=$[?(@.taxItem size 2)]",
                "filter=$[?(@.state==['new'])]",
                "filter=$[?(@.billNo=~/x/i)]",
                "filter=$[?(@.state==count(@.taxItem))]",
                "filter=$[?(@.state=='x')].id",
                "filter=$[?(!@.state)]",
                "filter=$[?(@.taxItem..id=='x')]",
                "filter=$[?(@.taxItem[0].taxRate==1)]"
            })
    void jsonpath_that_is_not_supported(String query) {
        assertThat(problem(query)).isInstanceOf(Problem.NotSupported.class);
    }

    @Test
    void a_syntax_error_in_a_predicate_says_where() {
        assertThat(problem("filter=$[?(@.state==)]").message()).contains("at character 14");
        assertThat(problem("filter=$[?(@.)]").message()).contains("at character 7");
        assertThat(problem("filter=$[?((@.state=='x')]").message()).contains("')' at character 19");
        assertThat(problem("filter=$[?((@.state=='x'").message()).contains("')' at character 18");
    }

    @Test
    void a_page_begins_at_an_offset_or_behind_a_cursor() {
        var cursor = resolve("sort=id").next(List.of(Optional.of("7")), 2).encode();
        assertThat(resolve("sort=id&cursor=" + cursor).after()).isPresent();
        assertThat(problem("sort=id&offset=1&cursor=" + cursor)).isInstanceOf(Problem.MalformedQuery.class);
        assertThat(problem("sort=-id&cursor=" + cursor)).isInstanceOf(Problem.InvalidValue.class);
        assertThat(problem("sort=state&cursor=" + cursor)).isInstanceOf(Problem.InvalidValue.class);
        assertThat(problem("sort=id&state=new&cursor=" + cursor)).isInstanceOf(Problem.InvalidValue.class);
        var rates = new QueryResolver(RateShape.V4, "http://x/");
        assertThatThrownBy(() -> rates.resolve(QueryParser.parse("sort=id&cursor=" + cursor)))
                .hasMessageContaining("'cursor'");
        assertThat(resolve("limit=7&sort=id&fields=state&cursor=" + cursor).after())
                .isPresent();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "state=open",
                "state=new,open",
                "state.ne=New",
                "state=",
                "runType=on-cycle",
                "filter=$[?(@.state=='open')]",
                "state.eq=sent;state!=x"
            })
    void a_value_that_the_enumeration_does_not_have(String query) {
        assertThat(problem(query)).isInstanceOf(Problem.InvalidValue.class);
        assertThat(problem(query).message()).contains("one of ").containsAnyOf("onHold", "offCycle");
    }

    @Test
    void part_of_an_enumerations_value_is_matched_by_a_regular_expression() {
        assertThat(resolve("state.regex=%5Epart").sort()).hasSize(2);
        assertThat(resolve("state.gte=o").sort()).hasSize(2);
    }

    @Test
    void a_next_link_is_never_longer_than_what_was_accepted() {
        var greater = "filter=$[?(" + repeated("@.billNo>'x'", 50, "||") + ")]&billNo=";
        var longest = greater + "x".repeat(8_000 - greater.length());
        assertThat(resolve(longest).sort()).hasSize(2);
        var encoded = longest.replace(">", "%3E");
        var cursor = resolve(encoded)
                .next(List.of(Optional.of("2026-01-31T00:00Z"), Optional.of("7".repeat(5_000))), 2)
                .encode();
        assertThat(resolve(encoded + "&cursor=" + cursor).after()).isPresent();
        assertThat(limit("cursor=" + "x".repeat(8_001))).isEqualTo(8_000);
        assertThat(problem("cursor=" + "x".repeat(8_000))).isInstanceOf(Problem.InvalidValue.class);
    }

    @ParameterizedTest
    @MethodSource("valuesOfOtherTypes")
    void a_cursor_with_values_of_other_types_is_refused(List<Optional<String>> values) {
        var query = "sort=amountDue.value,billDate,id";
        var forged = resolve(query).next(values, 2).encode();
        assertThat(problem(query + "&cursor=" + forged)).isInstanceOf(Problem.InvalidValue.class);
    }

    static List<List<Optional<String>>> valuesOfOtherTypes() {
        var date = Optional.of("2026-01-31T00:00Z");
        var id = Optional.of("7");
        return List.of(
                List.of(),
                List.of(date, id),
                List.of(Optional.empty(), Optional.empty(), id),
                List.of(Optional.empty(), date, Optional.empty()),
                List.of(Optional.of("x"), date, id),
                List.of(Optional.of("1e9"), date, id),
                List.of(Optional.of("1.2.3"), date, id),
                List.of(Optional.empty(), Optional.of("x"), id),
                List.of(Optional.empty(), Optional.of("+999999999-12-31T00:00Z"), id),
                List.of(Optional.empty(), date, Optional.of("a\0b")),
                List.of(Optional.empty(), date, id, id));
    }

    @Test
    void a_cursor_with_one_other_character_is_refused() {
        var cursor = resolve("sort=id").next(List.of(Optional.of("A-7")), 2).encode();
        for (int i = 0; i < cursor.length(); i++) {
            var forged = cursor.substring(0, i) + (cursor.charAt(i) == 'A' ? 'B' : 'A') + cursor.substring(i + 1);
            assertThat(problem("sort=id&cursor=" + forged)).isInstanceOf(Problem.InvalidValue.class);
        }
    }

    @Test
    void limits_are_named_with_their_number() {
        assertThat(problem("limit=1001")).isEqualTo(new Problem.LimitExceeded("limit", 1000));
        assertThat(limit("billNo=" + "x".repeat(8_000 - 6))).isEqualTo(8_000);
        assertThat(resolve("billNo=" + "x".repeat(8_000 - 7)).sort()).hasSize(2);
        assertThat(limit("sort=" + repeated("id", 9, ","))).isEqualTo(8);
        assertThat(resolve("sort=" + repeated("id", 8, ",")).sort()).hasSize(8);
        assertThat(limit("fields=" + repeated("id", 101, ","))).isEqualTo(100);
        assertThat(resolve("fields=" + repeated("id", 100, ",")).sort()).hasSize(2);
        assertThat(limit("billNo=" + repeated("x", 101, ","))).isEqualTo(100);
        assertThat(resolve("billNo=" + repeated("x", 100, ",")).sort()).hasSize(2);
        assertThat(limit("category=" + repeated("x", 51, ",") + "&billNo=" + repeated("x", 50, ",")))
                .isEqualTo(100);
        assertThat(limit("billNo=" + repeated("x", 99, ",") + "&filter=$[?(@.category=='x' || @.id=='y')]"))
                .isEqualTo(100);
        assertThat(limit("state.regex=" + "x".repeat(201))).isEqualTo(200);
        assertThat(resolve("state.regex=" + "x".repeat(200)).sort()).hasSize(2);
    }

    @Test
    void predicates_and_parentheses_nest_no_deeper_than_the_limit() {
        assertThat(resolve(nested(15)).sort()).hasSize(2);
        assertThat(limit(nested(16))).isEqualTo(16);
        // beside each other they are no deeper
        assertThat(resolve("filter=$[?(" + repeated("(@.billNo=='x')", 30, "||") + ")]")
                        .sort())
                .hasSize(2);
        assertThat(resolve("filter=$[?(" + repeated("@.taxItem[?(@.taxRate==1)]", 30, "||") + ")]")
                        .sort())
                .hasSize(2);
    }

    /** A predicate with so many parentheses in it. */
    private static String nested(int parentheses) {
        return "filter=$[?(" + "(".repeat(parentheses) + "@.billNo=='x'" + ")".repeat(parentheses) + ")]";
    }

    private static long limit(String query) {
        assertThat(problem(query)).isInstanceOf(Problem.LimitExceeded.class);
        return ((Problem.LimitExceeded) problem(query)).limit();
    }
}
