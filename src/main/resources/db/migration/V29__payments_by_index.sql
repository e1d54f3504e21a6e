-- Plans are kept, also those that were made while a table was small. Then an index that begins with the tenant answers any lookup at the
-- same cost, and later it is read from end to end: here each lookup has one index that can answer it.
drop index account_credit_by_account;
create index account_credit_by_account on account_credit (account_id, tenant, id);

alter table allocation drop constraint allocation_pkey;
alter table allocation add constraint allocation_pkey primary key (bill_id, tenant, seq);
drop index allocation_by_source;
create index allocation_by_source on allocation (source_id, tenant);

drop index refund_by_account;
create index refund_by_account on refund (account_id, tenant, id);

-- As before, without making JSON of a whole bill to find its id.
create or replace function bill_agrees_with_ledger() returns trigger language plpgsql set enable_seqscan = off as $$
declare
    bill text;
begin
    if tg_table_name = 'allocation' then
        bill := new.bill_id;
    else
        bill := new.id;
    end if;
    if exists (
        select from customer_bill b
        where b.tenant = new.tenant and b.id = bill and b.remaining <> greatest(b.amount_due, 0) - (
            select coalesce(sum(a.amount), 0) from allocation a where a.tenant = b.tenant and a.bill_id = b.id)) then
        raise exception 'the remaining amount of bill % is not what its allocations leave', bill
            using errcode = 'check_violation', constraint = 'bill_agrees_with_ledger';
    end if;
    return null;
end
$$;

-- As before, credit by credit: a join may read all credits of the tenant for one.
create or replace function count_allocations() returns trigger language plpgsql set enable_seqscan = off as $$
declare
    used record;
begin
    if current_setting('billwright.load', true) is distinct from 'on' then
        for used in
            select tenant, source_kind, source_id, currency, sum(amount) as amount
            from added
            where source_kind <> 'openingBalance'
            group by tenant, source_kind, source_id, currency
            order by source_kind, source_id
        loop
            update account_credit
            set allocated = allocated + used.amount, revision = revision + 1
            where tenant = used.tenant and kind = used.source_kind and id = used.source_id and currency = used.currency;
            if not found then
                raise exception 'an allocation is of a credit in its currency'
                    using errcode = 'check_violation', constraint = 'allocation_has_a_credit';
            end if;
        end loop;
    end if;
    insert into ledger_entry (tenant, account_id, kind, currency, amount, source_id, value_date)
    select moved.tenant, account.id, 'transfer', moved.currency, account.amount, moved.source_id, moved.posted_at
    from added moved
    cross join lateral (
        select credit.account_id from account_credit credit
        where credit.tenant = moved.tenant and credit.kind = moved.source_kind and credit.id = moved.source_id limit 1) credit
    cross join lateral (values (credit.account_id, moved.amount), (moved.account_id, -moved.amount)) as account (id, amount)
    where credit.account_id <> moved.account_id;
    return null;
end
$$;
