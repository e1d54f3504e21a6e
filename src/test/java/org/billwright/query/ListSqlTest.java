package org.billwright.query;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.billwright.access.Caller;
import org.billwright.bill.BillShape;
import org.billwright.json.Links;
import org.billwright.property.Generators;
import org.junit.jupiter.api.Test;
import org.quicktheories.generators.SourceDSL;

class ListSqlTest {
    private static final List<String> TEXTS =
            List.of("category", "billingAccount.id", "taxItem.taxCategory", "relatedParty.name", "billNo");

    /** The value starts with a mark that no SQL of ours holds, so that finding it in the text would be finding the value. */
    @Test
    void a_value_is_never_part_of_the_sql() {
        Generators.examples(1000)
                .forAll(SourceDSL.strings().allPossible().ofLengthBetween(0, 40), Generators.oneOf(TEXTS))
                .checkAssert(ListSqlTest::assertValueIsBound);
    }

    private static void assertValueIsBound(String value, String attribute) {
        var marked = "zq9" + value.replace("\0", "");
        var query = attribute + "=" + Links.segment(marked);
        ParsedQuery request;
        try {
            request = QueryParser.parse(query);
        } catch (org.billwright.problem.ProblemException unpairedSurrogate) {
            return;
        }
        var resolved = new QueryResolver(BillShape.V4, "http://x/").resolve(request);
        var sql = ListSql.page(BillShape.V4, Caller.anyone("t"), resolved).rows();
        assertThat(sql.text()).doesNotContain("zq9");
        assertThat(sql.values().toString()).contains("zq9");
    }
}
