-- A bill that replaces another one has its period. The other one was given back in full, by the end of the transaction, and is replaced once.

create unique index customer_bill_replaced_once on customer_bill (tenant, corrected_bill_id)
    where produced and category = 'normal' and corrected_bill_id is not null;

create or replace function bill_period_guard() returns trigger language plpgsql as $$
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
        and b.id is distinct from new.corrected_bill_id
        and not exists (
            select from customer_bill replacing
            where replacing.tenant = new.tenant and replacing.corrected_bill_id = b.id and replacing.category = 'normal'
                and replacing.produced)
        and b.period_start < new.period_end and b.period_end > new.period_start
    limit 1;
    if found then
        raise exception 'the account has a bill of this period'
            using errcode = 'check_violation', constraint = 'bill_periods_do_not_overlap';
    end if;
    return new;
end
$$;

create function replaced_bill_is_cancelled() returns trigger language plpgsql as $$
begin
    if exists (
        select
        from customer_bill replaced
        where replaced.tenant = new.tenant and replaced.id = new.corrected_bill_id
            and replaced.tax_included <> -(
                select coalesce(sum(note.tax_included), 0)
                from customer_bill note
                where note.tenant = new.tenant and note.corrected_bill_id = replaced.id and note.category = 'creditNote')) then
        raise exception 'the bill that is replaced is not given back in full'
            using errcode = 'check_violation', constraint = 'replaced_bill_is_cancelled';
    end if;
    return null;
end
$$;

create constraint trigger replaced_bill_is_cancelled after insert on customer_bill deferrable initially deferred
    for each row when (new.produced and new.category = 'normal' and new.corrected_bill_id is not null)
    execute function replaced_bill_is_cancelled();
