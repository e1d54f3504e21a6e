-- Before, the index by date was as cheap as the one by account where the table was empty when a session planned the check, and a session that
-- made the first bills read all bills before it for each. Only this index has the order, so that no statistics matter.
create or replace function bill_period_guard() returns trigger language plpgsql as $$
begin
    perform from billing_account where tenant = new.tenant and id = new.billing_account_id for no key update;
    perform from (
        select id, category, period_end
        from customer_bill
        where tenant = new.tenant and billing_account_id = new.billing_account_id and produced and period_start < new.period_end
        order by period_start
        offset 0) b
    where b.id <> new.id and b.category is distinct from 'creditNote'
        and b.id is distinct from new.corrected_bill_id
        and not exists (
            select from customer_bill replacing
            where replacing.tenant = new.tenant and replacing.corrected_bill_id = b.id and replacing.category = 'normal'
                and replacing.produced)
        and b.period_end > new.period_start
    limit 1;
    if found then
        raise exception 'the account has a bill of this period'
            using errcode = 'check_violation', constraint = 'bill_periods_do_not_overlap';
    end if;
    return new;
end
$$;
