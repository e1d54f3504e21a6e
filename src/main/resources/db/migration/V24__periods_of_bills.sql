-- Periods of bills that were produced here do not overlap for one account. Bills of other billers may.

-- The row of the account is locked, which who makes bills has locked already: otherwise two transactions would not see each other's bill.
create function bill_period_guard() returns trigger language plpgsql as $$
begin
    perform from billing_account where tenant = new.tenant and id = new.billing_account_id for no key update;
    perform from (
        -- The order makes the index by account the cheapest one whatever the statistics say; another index has all bills of the tenant.
        select id, category, produced, period_start, period_end
        from customer_bill
        where tenant = new.tenant and billing_account_id = new.billing_account_id
        order by bill_date, id
        offset 0) b
    where b.id <> new.id and b.produced and b.category is distinct from 'creditNote'
        and b.period_start < new.period_end and b.period_end > new.period_start
    limit 1;
    if found then
        raise exception 'the account has a bill of this period'
            using errcode = 'check_violation', constraint = 'bill_periods_do_not_overlap';
    end if;
    return new;
end
$$;

-- A credit note has the period of its bill. An empty period, of a bill without time since the last one, overlaps with none.
create trigger bill_period_guard before insert on customer_bill
    for each row when (new.produced and new.period_start < new.period_end and new.category is distinct from 'creditNote')
    execute function bill_period_guard();
