package org.billwright.query;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import org.billwright.access.Caller;
import org.billwright.access.Entitlement;
import org.billwright.bill.BillShape;
import org.billwright.store.Sql;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** From a query string to its SQL, without a database. {@code QueryProperties} shows that PostgreSQL finds the right rows. */
class QuerySqlTest {
    private static final Caller ANYONE = Caller.anyone("T");
    private static final String PARTY =
            "(tenant, id) in (select r.tenant, r.resource_id from related_party r where r.resource = 'customerBill' and r.party_id = $2)";
    private static final String TAX_RATE =
            "exists (select from jsonb_path_query(doc::jsonb, '$.\"taxItem\"[*].\"taxRate\"') as found (value)"
                    + " where (case jsonb_typeof(found.value) when 'number' then (found.value #>> '{}')::numeric end)";

    private static ResolvedQuery resolve(String query) {
        return new QueryResolver(BillShape.V4, "http://x/").resolve(QueryParser.parse(query));
    }

    private static Sql page(String query) {
        return ListSql.page(BillShape.V4, ANYONE, resolve(query)).rows();
    }

    /** What a query adds to the condition on the tenant. */
    private static String where(String query) {
        var sql = page(query).text();
        return sql.substring(sql.indexOf("tenant = $1") + "tenant = $1".length(), sql.indexOf(" order by "));
    }

    /** The values that a query binds, after the tenant. */
    private static List<Object> values(String query) {
        var values = page(query).values();
        assertThat(values.getFirst()).isEqualTo("T");
        return values.subList(1, values.size());
    }

    @Test
    void a_query_without_filters_selects_the_tenants_rows() {
        assertThat(where("")).isEmpty();
        assertThat(values("")).isEmpty();
        assertThat(page("").text())
                .contains(" from customer_bill where tenant = $1 order by bill_date desc, id desc limit 100");
    }

    @ParameterizedTest
    @CsvSource({"eq,=", "gt,>", "gte,>=", "lt,<", "lte,<="})
    void an_attribute_with_a_column_is_compared_on_the_column(String operator, String symbol) {
        var query = "amountDue.value." + operator + "=10.50";
        assertThat(where(query)).isEqualTo(" and (amount_due " + symbol + " $2)");
        assertThat(values(query)).containsExactly(new BigDecimal("10.50"));
    }

    @Test
    void a_regular_expression_is_matched_by_the_database() {
        assertThat(where("billNo.regex=A")).isEqualTo(" and (bill_no ~ $2)");
        assertThat(where("billNo.regex=^A"))
                .isEqualTo(" and ((bill_no >= $2 collate \"C\" and bill_no < $3 collate \"C\" and bill_no ~ $4))");
        assertThat(values("billNo.regex=^A")).containsExactly("A", "B", "^A");
    }

    @Test
    void not_equal_holds_where_the_attribute_is_absent() {
        assertThat(where("category.ne=normal")).isEqualTo(" and ((not coalesce(category = $2, false)))");
        assertThat(where("relatedParty.id.ne=P")).isEqualTo(" and ((not coalesce(" + PARTY + ", false)))");
    }

    @ParameterizedTest
    @CsvSource({
        "gt, >=, 2026-02-01T00:00Z",
        "gte, >=, 2026-01-31T00:00Z",
        "lt, <, 2026-01-31T00:00Z",
        "lte, <, 2026-02-01T00:00Z"
    })
    void a_day_stands_for_all_of_it(String operator, String symbol, String bound) {
        var query = "billDate." + operator + "=2026-01-31";
        assertThat(where(query)).isEqualTo(" and (bill_date " + symbol + " $2)");
        assertThat(values(query)).containsExactly(OffsetDateTime.parse(bound));
    }

    @Test
    void a_date_time_equals_a_day_when_it_is_on_it() {
        assertThat(where("billDate=2026-01-31")).isEqualTo(" and ((bill_date >= $2 and bill_date < $3))");
        assertThat(values("billDate=2026-01-31"))
                .containsExactly(OffsetDateTime.parse("2026-01-31T00:00Z"), OffsetDateTime.parse("2026-02-01T00:00Z"));
        assertThat(where("billDate.ne=2026-01-31"))
                .isEqualTo(" and ((not coalesce((bill_date >= $2 and bill_date < $3), false)))");
    }

    @Test
    void a_date_time_is_brought_to_utc_and_may_have_its_plus_sign_unencoded() {
        var utc = OffsetDateTime.parse("2026-01-30T23:00Z");
        assertThat(where("billDate.gte=2026-01-31T01:00:00%2B02:00")).isEqualTo(" and (bill_date >= $2)");
        assertThat(values("billDate.gte=2026-01-31T01:00:00%2B02:00")).containsExactly(utc);
        assertThat(values("billDate.gte=2026-01-31T01:00:00+02:00")).containsExactly(utc);
    }

    @Test
    void a_party_is_found_by_its_relation() {
        assertThat(where("relatedParty.id=P")).isEqualTo(" and (" + PARTY + ") offset 0) as customer_bill where true");
        assertThat(values("relatedParty.id=P")).containsExactly("P");
    }

    @Test
    void other_comparisons_of_a_party_look_into_the_document() {
        assertThat(where("relatedParty.id.gt=P"))
                .isEqualTo(" and (exists (select from jsonb_path_query(doc::jsonb,"
                        + " '$.\"relatedParty\"[*].\"partyOrPartyRole\".\"id\"') as found (value)"
                        + " where (found.value #>> '{}') collate \"C\" > $2))");
    }

    @Test
    void equality_without_a_column_is_containment_that_an_index_answers() {
        assertThat(where("taxItem.taxRate=10.5")).isEqualTo(" and (doc::jsonb @> $2::text::jsonb)");
        assertThat(values("taxItem.taxRate=10.5")).containsExactly("{\"taxItem\":[{\"taxRate\":10.5}]}");
        assertThat(values("billingAccount.name=Pat")).containsExactly("{\"billingAccount\":{\"name\":\"Pat\"}}");
    }

    @Test
    void other_comparisons_without_a_column_look_for_a_value_in_its_type() {
        assertThat(where("taxItem.taxRate.gt=10")).isEqualTo(" and (" + TAX_RATE + " > $2))");
        assertThat(where("nextBillDate.lt=2026-01-31"))
                .isEqualTo(
                        " and (exists (select from jsonb_path_query(doc::jsonb, '$.\"nextBillDate\"') as found (value)"
                                + " where (case jsonb_typeof(found.value) when 'string' then"
                                + " (found.value #>> '{}')::timestamptz end) < $2))");
        assertThat(where("billingAccount.name.regex=x"))
                .isEqualTo(" and (exists (select from jsonb_path_query(doc::jsonb, '$.\"billingAccount\".\"name\"')"
                        + " as found (value) where (found.value #>> '{}') collate \"C\" ~ $2))");
    }

    @Test
    void a_time_without_a_column_is_compared_as_a_time_even_for_equality() {
        assertThat(where("nextBillDate=2026-01-31T00:00:00Z"))
                .isEqualTo(
                        " and (exists (select from jsonb_path_query(doc::jsonb, '$.\"nextBillDate\"') as found (value)"
                                + " where (case jsonb_typeof(found.value) when 'string' then"
                                + " (found.value #>> '{}')::timestamptz end) = $2))");
    }

    @Test
    void parameters_are_joined_by_and_alternatives_by_or() {
        assertThat(where("state=sent,settled&category.ne=x;billNo=1"))
                .isEqualTo(
                        " and ((state = $2 or state = $3) and ((not coalesce(category = $4, false)) or bill_no = $5))");
        assertThat(values("state=sent,settled&category.ne=x;billNo=1")).containsExactly("sent", "settled", "x", "1");
    }

    @Test
    void a_predicate_on_an_array_holds_for_one_element_as_a_whole() {
        var query = "filter=$[?(@.taxItem[?(@.taxRate>10 %26%26 @.taxCategory=='VAT')])]";
        assertThat(where(query))
                .isEqualTo(
                        " and (exists (select from jsonb_path_query(doc::jsonb, '$.\"taxItem\"[*]') as element1 (value)"
                                + " where (exists (select from jsonb_path_query(element1.value, '$.\"taxRate\"') as found (value)"
                                + " where (case jsonb_typeof(found.value) when 'number' then"
                                + " (found.value #>> '{}')::numeric end) > $2)"
                                + " and element1.value @> $3::text::jsonb)))");
        assertThat(values(query)).containsExactly(BigDecimal.TEN, "{\"taxCategory\":\"VAT\"}");
    }

    @Test
    void predicates_in_predicates_have_names_of_their_own() {
        var query = "filter=$[?(@.financialAccount.accountBalance[?(@.balanceType=='x')] || @.taxItem[?(@.taxRate)])]";
        assertThat(where(query))
                .contains(" as element1 (value) where element1.value @> $2::text::jsonb) or exists (")
                .contains(" as element2 (value) where jsonb_path_exists(element2.value, '$.\"taxRate\"'))");
    }

    @Test
    void a_path_alone_asks_whether_there_is_something() {
        assertThat(where("filter=$[?(@.category)]"))
                .isEqualTo(" and (jsonb_path_exists(doc::jsonb, '$.\"category\"'))");
        assertThat(where("filter=$[?(@.taxItem.taxAmount)]"))
                .isEqualTo(" and (jsonb_path_exists(doc::jsonb, '$.\"taxItem\"[*].\"taxAmount\"'))");
    }

    @Test
    void a_type_that_is_not_stored_is_the_one_that_is_shown() {
        var sql = ListSql.page(
                        BillShape.V5,
                        ANYONE,
                        new QueryResolver(BillShape.V5, "http://x/").resolve(QueryParser.parse("%40type=CustomerBill")))
                .rows()
                .text();
        assertThat(sql)
                .contains(" and ((doc::jsonb @> $2::text::jsonb or ('CustomerBill' collate \"C\" = $3"
                        + " and jsonb_path_exists(doc::jsonb, '$ ? (!exists (@.\"@type\"))'))))");
    }

    @Test
    void a_link_to_this_server_is_compared_as_it_is_stored() {
        assertThat(values("billDocument.url=http://x/customerBill/1/billDocument/1"))
                .containsExactly("{\"billDocument\":[{\"url\":\"customerBill/1/billDocument/1\"}]}");
        assertThat(values("billDocument.url=http://elsewhere/1"))
                .containsExactly("{\"billDocument\":[{\"url\":\"http://elsewhere/1\"}]}");
    }

    @Test
    void absent_values_are_sorted_last_and_the_id_decides_between_equals() {
        assertThat(page("sort=-amountDue.value,category&limit=7&offset=3").text())
                .endsWith(" order by amount_due desc nulls last, category asc nulls last, id asc limit 7 offset $2");
        assertThat(page("sort=-amountDue.value&limit=7&offset=3").values()).containsExactly("T", 3L);
        assertThat(page("sort=id&limit=7&offset=0").text()).endsWith(" order by id asc limit 7");
        assertThat(page("sort=%2Bstate").text()).endsWith(" order by state asc, id asc limit 100");
        assertThat(page("sort=-state").text()).endsWith(" order by state desc, id desc limit 100");
    }

    @Test
    void what_has_no_column_is_sorted_by_its_first_value() {
        assertThat(page("sort=taxItem.taxRate").text())
                .contains(", (case jsonb_typeof(jsonb_path_query_first(doc::jsonb, '$.\"taxItem\"[*].\"taxRate\"'))"
                        + " when 'number' then")
                .endsWith(" end) asc nulls last, id asc limit 100");
    }

    /** The page after one whose last row had these values. */
    private static Sql after(String query, List<Optional<String>> last) {
        var cursor = resolve(query).next(last, 2).encode();
        return page(query + "&cursor=" + cursor);
    }

    @Test
    void a_cursor_over_columns_that_are_never_absent_is_one_comparison() {
        var up = after("sort=state&limit=2", List.of(Optional.of("new"), Optional.of("7")));
        assertThat(up.text()).contains(" where tenant = $1 and (state, id) > ($2, $3) order by ");
        assertThat(up.values()).containsExactly("T", "new", "7");
        var down = after("sort=-state&limit=2", List.of(Optional.of("new"), Optional.of("7")));
        assertThat(down.text()).contains(" and (state, id) < ($2, $3) order by ");
    }

    @Test
    void a_cursor_over_columns_that_can_be_absent_lists_what_follows() {
        var sql = after("sort=-category,id&limit=2", List.of(Optional.of("normal"), Optional.of("7")));
        assertThat(sql.text())
                .contains(
                        " and (false or ((category < $2 or category is null)) or (category = $3 and (id > $4))) order by ");
        assertThat(sql.values()).containsExactly("T", "normal", "normal", "7");
    }

    @Test
    void nothing_follows_an_absent_value_but_equals() {
        var sql = after("sort=category,id&limit=2", List.of(Optional.empty(), Optional.of("7")));
        assertThat(sql.text()).contains(" and (false or (category is null and (id > $2))) order by ");
        assertThat(sql.values()).containsExactly("T", "7");
    }

    @Test
    void a_cursor_continues_where_its_page_ended() {
        var first = resolve("sort=state&limit=2&offset=10");
        var second = resolve("sort=state&limit=5&cursor="
                + first.next(List.of(Optional.of("new"), Optional.of("7")), 2).encode());
        assertThat(second.page()).isEqualTo(new ResolvedQuery.PageBounds(12, 5, true));
    }

    @Test
    void a_limited_caller_sees_rows_of_its_accounts_and_parties_alone() {
        var limited = new Caller(
                "token:x", "T", Caller.anyone("T").roles(), new Entitlement.Only(List.of("A"), List.of("P")));
        var sql = ListSql.count(BillShape.V4, limited, resolve("state=sent"));
        assertThat(sql.text())
                .isEqualTo("select count(*) from (select * from customer_bill where tenant = $1 and id = any(array("
                        + "select id from customer_bill where tenant = $2 and billing_account_id = any($3::text[])"
                        + " union all select id from customer_bill where tenant = $4 and billing_account_id = any(array("
                        + "select r.resource_id from related_party r"
                        + " where r.tenant = $5 and r.resource = 'billingAccount' and r.party_id = any($6::text[])))"
                        + " union all select id from customer_bill where tenant = $7 and id = any(array("
                        + "select r.resource_id from related_party r"
                        + " where r.tenant = $8 and r.resource = 'customerBill' and r.party_id = any($9::text[])))"
                        + ")) offset 0) as customer_bill where true and (state = $10)");
        assertThat((String[]) sql.values().get(2)).containsExactly("A");
        for (int tenant : List.of(0, 1, 3, 4, 6, 7)) {
            assertThat(sql.values().get(tenant)).isEqualTo("T");
        }
        assertThat((String[]) sql.values().get(5)).containsExactly("P");
        assertThat((String[]) sql.values().get(8)).containsExactly("P");
        assertThat(sql.values().get(9)).isEqualTo("sent");
    }

    @Test
    void a_bounded_count_stops_one_over_the_bound() {
        assertThat(ListSql.boundedCount(BillShape.V4, ANYONE, resolve("state=sent"), 200)
                        .text())
                .isEqualTo("select count(*) from (select 1 from customer_bill where tenant = $1 and (state = $2)"
                        + " limit 201) as counted");
    }

    @Test
    void only_a_limited_caller_is_restricted() {
        Ownership nobody = (sql, tenant, only) -> sql.text("false");
        var limited = new Sql().text("x");
        nobody.restrict(limited, "t", new Entitlement.Only(List.of(), List.of()));
        assertThat(limited.text()).isEqualTo("x and (false)");
        var unlimited = new Sql().text("x");
        nobody.restrict(unlimited, "t", new Entitlement.All());
        assertThat(unlimited.text()).isEqualTo("x");
    }
}
