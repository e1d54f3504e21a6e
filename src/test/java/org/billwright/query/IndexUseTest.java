package org.billwright.query;

import static org.assertj.core.api.Assertions.assertThat;

import org.billwright.audit.AuditShape;
import org.billwright.bill.BillShape;
import org.billwright.cycle.CycleShape;
import org.billwright.rate.RateShape;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which lists are quick: an index finds their rows, or has them in their order. */
class IndexUseTest {
    private static ResolvedQuery resolve(ResourceSchema schema, String query) {
        return new QueryResolver(schema, "http://x/").resolve(QueryParser.parse(query));
    }

    private static boolean isQuick(ResourceSchema schema, String query) {
        return resolve(schema, query).isQuick(schema);
    }

    private static boolean isCountedQuickly(ResourceSchema schema, String query) {
        return resolve(schema, query).isCountedQuickly(schema);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "sort=billDate",
                "sort=-id",
                "offset=10000&limit=1000",
                "billDate.gte=2026-01-01&billDate.lt=2026-02-01",
                "billDate=2026-01-31",
                "billDate=2026-01-31T00:00:00Z",
                "state=sent",
                "state=sent&billDate.gte=2026-01-01&billDate.lt=2026-02-01",
                "state=sent&sort=state,billDate",
                "billCycle.id=C&sort=billDate",
            })
    void a_list_in_the_order_of_an_index_is_quick_and_may_be_long(String query) {
        assertThat(isQuick(BillShape.V5, query)).isTrue();
        assertThat(isCountedQuickly(BillShape.V5, query)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "id=1",
                "id=1,2,3",
                "billNo=4711",
                "billingAccount.id=A",
                "billingAccount.id=A&sort=-amountDue.value",
                "billingAccount.id=A&category.ne=normal&runType=onCycle",
                "billingAccount.id=A&relatedParty.role=payer",
                "billingAccount.id=A&offset=20000",
                "billingAccount.id=A,B;billNo=1",
                "filter=%24[?(@.billingAccount.id=='A')]",
                "relatedParty.partyOrPartyRole.id=P&state=sent",
            })
    void a_list_of_the_few_rows_that_an_index_finds_is_quick_to_read_and_to_count(String query) {
        assertThat(isQuick(BillShape.V5, query)).isTrue();
        assertThat(isCountedQuickly(BillShape.V5, query)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "billNo.regex=^A",
                "id.ne=1",
                "state.ne=sent",
                "state=sent,settled",
                "category=normal",
                "state=sent&category=normal",
                "taxItem.taxCategory=VAT",
                "filter=%24[?(@.taxItem[?(@.taxRate>10)])]",
                "filter=%24[?(@.billingAccount.id=='A' || @.category=='normal')]",
                "relatedParty.partyOrPartyRole.id.ne=P",
                "relatedParty.partyOrPartyRole.id=P,Q",
                "sort=billNo",
                "sort=-amountDue.value",
                "sort=billDate,-id",
                "sort=nextBillDate",
                "billingAccount.id=A&sort=nextBillDate",
                "state=sent&sort=id",
                "id.gte=5",
                "offset=10001",
            })
    void any_other_list_is_slow(String query) {
        assertThat(isQuick(BillShape.V5, query)).isFalse();
        assertThat(isCountedQuickly(BillShape.V5, query)).isFalse();
    }

    @Test
    void rates_are_found_by_their_bill_and_their_account() {
        assertThat(isQuick(RateShape.V4, "bill.id=B")).isTrue();
        assertThat(isQuick(RateShape.V4, "billingAccount.id=A&isBilled=false")).isTrue();
        assertThat(isQuick(RateShape.V4, "id.gt=5")).isTrue();
        assertThat(isQuick(RateShape.V4, "isBilled=false")).isFalse();
        assertThat(isQuick(RateShape.V4, "product.id=P")).isFalse();
    }

    @Test
    void entries_of_the_audit_trail_are_found_by_their_time() {
        assertThat(isQuick(AuditShape.SCHEMA, "date.gte=2026-01-01")).isTrue();
        assertThat(isQuick(AuditShape.SCHEMA, "caller=me")).isFalse();
        assertThat(isQuick(AuditShape.SCHEMA, "request.subject.id=B")).isFalse();
    }

    @Test
    void a_resource_of_which_a_tenant_has_few_is_always_quick() {
        assertThat(isQuick(CycleShape.V5, "name.regex=x&sort=name")).isTrue();
        assertThat(isCountedQuickly(CycleShape.V5, "name.regex=x&sort=name")).isTrue();
    }
}
