-- Balance forward: what earlier bills of an account have open is carried to its new bill. An allocation of the kind 'balanceForward',
-- whose source is the new bill, closes each of them; the amount due of the new bill has the debt.
alter table ledger_entry drop constraint ledger_entry_kind_is_known;
alter table ledger_entry add constraint ledger_entry_kind_is_known check (kind in (
    'bill', 'payment', 'reversal', 'chargeback', 'refund', 'assignment', 'transfer', 'openingBalance', 'correction',
    'creditNote', 'writeOff', 'balanceForward'));

-- As before; and what is carried forward is countered on the account, because the new bill asks for it.
create or replace function count_allocations() returns trigger language plpgsql set enable_seqscan = off as $$
declare
    used record;
begin
    if current_setting('billwright.load', true) is distinct from 'on' then
        for used in
            select tenant, source_kind, source_id, currency, sum(amount) as amount
            from added
            where source_kind not in ('openingBalance', 'balanceForward')
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
    insert into ledger_entry (tenant, account_id, kind, currency, amount, source_id, reason, value_date)
    select tenant, account_id, 'balanceForward', currency, -amount, bill_id, 'carried forward to bill ' || source_id, posted_at
    from added
    where source_kind = 'balanceForward';
    return null;
end
$$;

-- As before; and what bills have as carried forward is restored as such.
create or replace function post_payments_statement(bills text, allocated text) returns text language sql immutable as $post$
    select format($$
        with bill as materialized (
            select tenant, coalesce(billing_account_id, 'financialAccount/' || financial_account_id) as account_id, id, currency,
                bill_date, greatest(0, least(amount_due, amount_due - coalesce(remaining, 0))) as paid, remaining is null as is_open
            from %1$s
            where currency is not null and category is distinct from 'trial'
                and (%2$L <> '' or (amount_due > 0 and (remaining is null or remaining < amount_due)))),
        part as (
            select bill.tenant, bill.id, min(place) as place, sum(value) as amount,
                greatest(0, least(min(amount_due), min(amount_due) - coalesce(min(remaining), 0))) as paid, kind, source_id
            from %1$s bill
            cross join lateral (
                select place, (element #>> '{appliedAmount,value}')::numeric as value, element #>> '{appliedAmount,unit}' as unit,
                    case element #>> '{payment,@referredType}' when 'CustomerBill' then 'customerBill' else 'payment' end as kind,
                    element #>> '{payment,id}' as source_id
                from json_array_elements(bill.doc -> 'appliedPayment') with ordinality as applied (element, place)
                union all
                select 1000000 + place, (element #>> '{amount,value}')::numeric, element #>> '{amount,unit}', 'balanceForward',
                    element #>> '{bill,id}'
                from json_array_elements(bill.doc -> 'carriedForward') with ordinality as carried (element, place)) element
            where amount_due > 0 and (remaining is null or remaining < amount_due) and category is distinct from 'trial'
                and element.unit = bill.currency
                and length(source_id) between 1 and 200
            group by bill.tenant, bill.id, kind, source_id
            having sum(value) > 0),
        applied as materialized (
            select tenant, id, kind, source_id, least(amount, left_before) as amount
            from (
                select tenant, id, kind, source_id, amount,
                    paid + amount - sum(amount) over (partition by tenant, id order by place) as left_before
                from part) in_order
            where left_before > 0),
        wanted as (
            select tenant, id, kind, source_id, amount from applied
            union all
            select tenant, id, 'openingBalance', id, paid - coalesce(known.amount, 0)
            from bill
            left join (select tenant, id, sum(amount) as amount from applied group by tenant, id) known using (tenant, id)
            where not is_open),
        difference as materialized (
            select tenant, bill.account_id, bill.currency, bill.bill_date, id, change.kind, change.source_id,
                sum(change.amount) as amount
            from (select * from wanted %2$s) change
            join bill using (tenant, id)
            group by tenant, bill.account_id, bill.currency, bill.bill_date, id, change.kind, change.source_id
            having sum(change.amount) <> 0),
        used as materialized (
            select tenant, kind, source_id as id, min(account_id) as account_id, min(currency) as currency,
                min(bill_date) as bill_date, sum(amount) as amount, min(currency) <> max(currency) as is_mixed
            from difference
            where kind not in ('openingBalance', 'balanceForward')
            group by tenant, kind, source_id),
        known as materialized (
            select credit.*
            from (select * from used order by tenant, kind, id) used
            cross join lateral (
                select tenant, kind, id, account_id, amount, allocated, returned, imported
                from account_credit credit
                where credit.tenant = used.tenant and credit.kind = used.kind and credit.id = used.id
                limit 1
                for update) credit),
        credited as (
            insert into account_credit as credit (
                tenant, kind, id, account_id, currency, amount, allocated, payment_date, imported)
            select tenant, kind, id, account_id, currency, case when is_mixed then 0 else amount end, amount, bill_date, true
            from used
            on conflict (tenant, kind, id) do update
            set allocated = credit.allocated + excluded.allocated, revision = credit.revision + 1,
                amount = case
                    when credit.currency <> excluded.currency or excluded.amount = 0 then 0
                    when credit.imported and credit.returned = 0
                        then greatest(credit.amount, credit.allocated + excluded.allocated)
                    else credit.amount
                end),
        entry as (
            insert into ledger_entry (tenant, account_id, kind, currency, amount, source_id, value_date)
            select used.tenant, coalesce(known.account_id, used.account_id), 'payment', used.currency,
                case when known.id is null then -used.amount else known.amount - known.allocated - used.amount end,
                used.id, used.bill_date
            from used
            left join known using (tenant, kind, id)
            where used.kind = 'payment' and (known.id is null
                or known.imported and known.returned = 0 and known.allocated + used.amount > known.amount)
            union all
            select tenant, account_id, 'openingBalance', currency, -amount, id, bill_date
            from difference
            where kind = 'openingBalance')
        insert into allocation (tenant, bill_id, source_kind, source_id, account_id, currency, amount)
        select tenant, id, kind, source_id, account_id, currency, amount
        from difference
        $$, bills, allocated)
$post$;
