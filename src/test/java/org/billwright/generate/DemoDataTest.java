package org.billwright.generate;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.billwright.api.Store;
import org.billwright.json.Json;
import org.junit.jupiter.api.Test;

/** The demo's bills hold what is promised of every bill. The sums are PostgreSQL's, not this program's. */
class DemoDataTest {
    private static long count(String sql) {
        return Store.asOwner()
                .withHandle(handle -> handle.createQuery(sql).mapTo(Long.class).one());
    }

    @Test
    void the_same_seed_and_day_make_the_same_bills() {
        assertThat(documents(678)).isEqualTo(documents(678)).isNotEqualTo(documents(679));
    }

    private static List<String> documents(long seed) {
        return DemoData.documents(seed, Store.TODAY).map(Json::write).toList();
    }

    @Test
    void all_states_and_several_currencies_are_there() {
        assertThat(count("select count(distinct state) from customer_bill where id like 'CB-%'"))
                .isEqualTo(6);
        assertThat(count("select count(distinct currency) from customer_bill where id like 'CB-%'"))
                .isEqualTo(3);
        assertThat(count("select count(*) from billing_account where id like 'BA-%'"))
                .isEqualTo(240);
        assertThat(count("select count(*) from applied_customer_billing_rate where id like 'R-%' and not is_billed"))
                .isGreaterThan(200);
        assertThat(count("select count(*) from applied_customer_billing_rate where id like 'R-%' and tax_excluded < 0"))
                .isGreaterThan(100);
    }

    @Test
    void rates_add_up_to_bills_to_the_minor_unit() {
        assertThat(count("""
                        with summed as (
                            select bill_id, sum(tax_excluded) as excluded, sum(tax_included) as included
                            from applied_customer_billing_rate
                            where is_billed and not doc::jsonb @> '{"characteristic":[{"name":"BalanceIndicator","value":"E"}]}'
                            group by bill_id)
                        select count(*)
                        from customer_bill b
                        left join summed on summed.bill_id = b.id
                        where b.id like 'CB-%'
                        and (b.tax_excluded, b.tax_included, b.amount_due)
                            is distinct from (summed.excluded, summed.included, summed.included)
                        """)).isZero();
    }

    @Test
    void taxes_of_rates_add_up_to_tax_items_and_these_to_totals() {
        assertThat(count("""
                        with taxes as (
                            select r.bill_id, t ->> 'taxCategory' as category, t ->> 'taxRate' as percent,
                                   sum((t #>> '{taxAmount,value}')::numeric) as amount
                            from applied_customer_billing_rate r, json_array_elements(r.doc -> 'appliedTax') t
                            where r.is_billed group by 1, 2, 3),
                        items as (
                            select b.id as bill_id, t ->> 'taxCategory' as category, t ->> 'taxRate' as percent,
                                   (t #>> '{taxAmount,value}')::numeric as amount
                            from customer_bill b, json_array_elements(b.doc -> 'taxItem') t where b.id like 'CB-%')
                        select count(*)
                        from items full join (select * from taxes where bill_id like 'CB-%') t
                            using (bill_id, category, percent)
                        where items.amount is distinct from t.amount
                        """)).isZero();
        assertThat(count("""
                        select count(*) from customer_bill b
                        where b.id like 'CB-%' and tax_included <> tax_excluded + (
                            select coalesce(sum((t #>> '{taxAmount,value}')::numeric), 0)
                            from json_array_elements(b.doc -> 'taxItem') t)
                        """)).isZero();
    }

    @Test
    void what_remains_is_what_was_not_paid_and_the_state_says_so() {
        assertThat(count("""
                        select count(*) from customer_bill b
                        where b.id like 'CB-%' and state <> 'onHold' and (
                            remaining <> greatest(amount_due, 0) - (
                                select coalesce(sum((p #>> '{appliedAmount,value}')::numeric), 0)
                                from json_array_elements(coalesce(b.doc -> 'appliedPayment', '[]')) p)
                            or (state = 'settled') <> (remaining = 0)
                            or (state = 'partiallyPaid') <> (remaining > 0 and remaining < amount_due))
                        """)).isZero();
    }

    @Test
    void amounts_have_the_decimals_of_their_currency() {
        assertThat(count("""
                        select count(*) from customer_bill
                        where id like 'CB-%'
                        and scale(amount_due) <> case currency when 'JPY' then 0 when 'BHD' then 3 else 2 end
                        """)).isZero();
    }
}
