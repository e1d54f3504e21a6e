package org.billwright.query;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.CharRange;
import net.jqwik.api.constraints.StringLength;
import org.billwright.access.Caller;
import org.billwright.bill.BillShape;
import org.billwright.json.Links;

class ListSqlTest {
    private static final String[] TEXTS = {
        "state", "billingAccount.id", "taxItem.taxCategory", "relatedParty.name", "billNo"
    };

    /** The value starts with a mark that no SQL of ours holds, so that finding it in the text would be finding the value. */
    @Property
    void a_value_is_never_part_of_the_sql(
            @ForAll @StringLength(max = 40) String value, @ForAll @CharRange(from = 0, to = 4) char which) {
        var marked = "zq9" + value.replace("\0", "");
        var query = TEXTS[which] + "=" + Links.segment(marked);
        ParsedQuery request;
        try {
            request = QueryParser.parse(query);
        } catch (org.billwright.problem.ProblemException unpairedSurrogate) {
            return;
        }
        var resolved = new QueryResolver(BillShape.V4, "http://x/").resolve(request);
        var sql = ListSql.page(BillShape.V4, Caller.anyone("t"), resolved);
        assertThat(sql.text()).doesNotContain("zq9");
        assertThat(sql.values().toString()).contains("zq9");
    }
}
