-- The ledger: what each account owes. Entries and allocations are added and never changed; what was wrong is countered.

-- A positive amount is owed by the account. The account '' is the suspense account of a tenant: payments that nobody can be found for.
-- Bills of a financial account alone are on 'financialAccount/' and its id.
create table ledger_entry (
    tenant      text collate "C" not null,
    account_id  text collate "C" not null,
    seq         bigint not null generated always as identity,
    kind        text collate "C" not null,
    currency    text collate "C" not null,
    amount      numeric not null,
    source_id   text collate "C" not null,
    counters    bigint,
    reason      text,
    value_date  timestamptz not null,
    posted_at   timestamptz not null default now(),
    actor       text collate "C" not null default coalesce(
        nullif(current_setting('billwright.actor', true), ''),
        case current_setting('billwright.load', true) when 'on' then 'import' else 'system' end),
    primary key (tenant, account_id, seq),
    constraint ledger_entry_has_an_amount check (amount <> 0),
    constraint ledger_entry_kind_is_known check (kind in (
        'bill', 'payment', 'reversal', 'chargeback', 'refund', 'assignment', 'transfer', 'openingBalance', 'correction',
        'creditNote', 'writeOff'))
);

-- What reduces what an account owes: a payment, or a bill with a negative amount. Of its amount a part is allocated to bills, a part
-- was returned (reversed or refunded), and the rest is open credit.
create table account_credit (
    tenant         text collate "C" not null,
    kind           text collate "C" not null,
    id             text collate "C" not null,
    account_id     text collate "C" not null,
    currency       text collate "C" not null check (currency ~ '^[A-Z]{3}$'),
    amount         numeric not null,
    allocated      numeric not null default 0,
    returned       numeric not null default 0,
    status         text collate "C" not null default 'done',
    payment_date   timestamptz not null,
    correlator_id  text collate "C",
    imported       boolean not null default false,
    fingerprint    bigint,
    revision       bigint not null default 1,
    details        json,
    primary key (tenant, kind, id),
    constraint credit_kind_is_known check (kind in ('payment', 'customerBill', 'creditNote')),
    constraint credit_status_is_known check (status in ('done', 'suspense', 'reversed', 'chargedBack')),
    constraint credit_is_not_exceeded check (
        amount > 0 and allocated >= 0 and returned >= 0 and allocated + returned <= amount),
    constraint credit_in_suspense_is_not_allocated check (
        (account_id = '') = (status = 'suspense' or (status in ('reversed', 'chargedBack') and account_id = ''))
        and (account_id <> '' or allocated = 0))
);

create index account_credit_by_account on account_credit (tenant, account_id, id);
create unique index payment_correlator_is_unique on account_credit (tenant, correlator_id) where correlator_id is not null;

-- A part of a credit that is used for a bill; a negative amount takes it off again. What was paid before the bill came here, and by
-- what is not known, is allocated from the 'openingBalance'.
create table allocation (
    tenant       text collate "C" not null,
    bill_id      text collate "C" not null,
    seq          bigint not null generated always as identity,
    source_kind  text collate "C" not null,
    source_id    text collate "C" not null,
    account_id   text collate "C" not null,
    currency     text collate "C" not null,
    amount       numeric not null,
    posted_at    timestamptz not null default now(),
    primary key (tenant, bill_id, seq),
    constraint allocation_has_an_amount check (amount <> 0)
);

create index allocation_by_source on allocation (tenant, source_id);

-- Money that was given back to a customer, from open credit.
create table refund (
    tenant         text collate "C" not null,
    id             text collate "C" not null,
    account_id     text collate "C" not null,
    currency       text collate "C" not null,
    amount         numeric not null check (amount > 0),
    refund_date    timestamptz not null,
    correlator_id  text collate "C",
    fingerprint    bigint,
    revision       bigint not null default 1,
    doc            json not null,
    primary key (tenant, id)
);

create index refund_by_account on refund (tenant, account_id, id);
create unique index refund_correlator_is_unique on refund (tenant, correlator_id) where correlator_id is not null;

-- Nothing is updated. Only the erasure of personal data deletes.
create function ledger_is_append_only() returns trigger language plpgsql as $$
begin
    if tg_op = 'DELETE' and current_setting('billwright.erasure', true) = 'on' then
        return old;
    end if;
    raise exception '% is not changed', tg_table_name
        using errcode = 'check_violation', constraint = 'ledger_is_append_only';
end
$$;

create trigger ledger_is_append_only before update or delete on ledger_entry
    for each row execute function ledger_is_append_only();
create trigger ledger_is_append_only before update or delete on allocation
    for each row execute function ledger_is_append_only();
create trigger ledger_is_append_only before update or delete on refund
    for each row execute function ledger_is_append_only();

create function credit_guard() returns trigger language plpgsql as $$
begin
    if tg_op = 'DELETE' then
        if current_setting('billwright.erasure', true) = 'on' then
            return old;
        end if;
        raise exception 'a credit is not deleted' using errcode = 'check_violation', constraint = 'ledger_is_append_only';
    end if;
    if (new.currency, new.imported) is distinct from (old.currency, old.imported)
        or (new.account_id <> old.account_id and old.account_id <> ''
            and current_setting('billwright.load', true) is distinct from 'on')
        or (new.amount <> old.amount and current_setting('billwright.load', true) is distinct from 'on'
            and current_setting('billwright.erasure', true) is distinct from 'on')
        or new.returned < old.returned then
        raise exception 'the amount and the account of a credit are not changed'
            using errcode = 'check_violation', constraint = 'ledger_is_append_only';
    end if;
    return new;
end
$$;

create trigger credit_guard before update or delete on account_credit for each row execute function credit_guard();

-- What an allocation uses of its credit. An import counts it itself. Where bill and credit are on different accounts, the amount is
-- transferred between them.
-- Functions keep the plans of their statements, with the sizes that tables had then: each row is looked up by an index, however small its
-- table was at first.
create function count_allocations() returns trigger language plpgsql set enable_seqscan = off as $$
declare
    credits int;
begin
    if current_setting('billwright.load', true) is distinct from 'on' then
        update account_credit credit
        set allocated = credit.allocated + used.amount, revision = credit.revision + 1
        from (
            select tenant, source_kind, source_id, currency, sum(amount) as amount
            from added
            where source_kind <> 'openingBalance'
            group by tenant, source_kind, source_id, currency) used
        where credit.tenant = used.tenant and credit.kind = used.source_kind and credit.id = used.source_id
            and credit.currency = used.currency;
        get diagnostics credits = row_count;
        if credits <> (select count(distinct (source_kind, source_id)) from added where source_kind <> 'openingBalance') then
            raise exception 'an allocation is of a credit in its currency'
                using errcode = 'check_violation', constraint = 'allocation_has_a_credit';
        end if;
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

create trigger count_allocations after insert on allocation referencing new table as added
    for each statement execute function count_allocations();

-- At the end of a transaction the remaining amount of a bill is its amount due less what is allocated to it.
create function bill_agrees_with_ledger() returns trigger language plpgsql set enable_seqscan = off as $$
declare
    bill text := case tg_table_name when 'allocation' then to_jsonb(new) ->> 'bill_id' else to_jsonb(new) ->> 'id' end;
begin
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

-- The statement that adds the entries of bills: one an amount due, and a credit where that is negative. A bill that its source has as
-- settled has no credit left.
create function post_bills_statement(bills text) returns text language sql immutable as $post$
    select format($$
        with bill as materialized (
            select tenant, coalesce(billing_account_id, 'financialAccount/' || financial_account_id) as account_id, id, currency,
                amount_due, bill_date, state
            from %s
            where amount_due <> 0 and currency is not null and category is distinct from 'trial'),
        entry as (
            insert into ledger_entry (tenant, account_id, kind, currency, amount, source_id, value_date)
            select tenant, account_id, 'bill', currency, amount_due, id, bill_date from bill
            union all
            select tenant, account_id, 'openingBalance', currency, -amount_due, id, bill_date
            from bill where amount_due < 0 and state = 'settled')
        insert into account_credit as credit (tenant, kind, id, account_id, currency, amount, payment_date, imported)
        select tenant, 'customerBill', id, account_id, currency, -amount_due, bill_date,
            coalesce(current_setting('billwright.load', true), '') = 'on'
        from bill where amount_due < 0 and state <> 'settled'
        on conflict (tenant, kind, id) do update set amount = greatest(excluded.amount, credit.amount)
        $$, bills)
$post$;

-- The statement that adds what imported bills have as paid, from their documents: payments, their allocations, and the rest, of which
-- no payment is known. Payments that an import has made grow with the bills that they are applied to.
create function post_payments_statement(bills text, allocated text) returns text language sql immutable as $post$
    select format($$
        with bill as materialized (
            select tenant, coalesce(billing_account_id, 'financialAccount/' || financial_account_id) as account_id, id, currency,
                bill_date, greatest(0, least(amount_due, amount_due - coalesce(remaining, 0))) as paid, remaining is null as is_open
            from %1$s
            where currency is not null and category is distinct from 'trial'
                and (%2$L <> '' or (amount_due > 0 and (remaining is null or remaining < amount_due)))),
        part as (
            select bill.tenant, bill.id, min(place) as place, sum((element #>> '{appliedAmount,value}')::numeric) as amount,
                greatest(0, least(min(amount_due), min(amount_due) - coalesce(min(remaining), 0))) as paid,
                case element #>> '{payment,@referredType}' when 'CustomerBill' then 'customerBill' else 'payment' end as kind,
                element #>> '{payment,id}' as source_id
            from %1$s bill
            cross join lateral json_array_elements(bill.doc -> 'appliedPayment') with ordinality as applied (element, place)
            where amount_due > 0 and (remaining is null or remaining < amount_due) and category is distinct from 'trial'
                and element #>> '{appliedAmount,unit}' = bill.currency
                and length(element #>> '{payment,id}') between 1 and 200
            group by bill.tenant, bill.id, kind, source_id
            having sum((element #>> '{appliedAmount,value}')::numeric) > 0),
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
            where kind <> 'openingBalance'
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

-- The sizes of results between are not known when it is planned: joins of them are by hash or merge, not each with each.
create function post_new_bills() returns trigger language plpgsql set enable_seqscan = off set enable_nestloop = off as $$
begin
    execute post_bills_statement('changed');
    if current_setting('billwright.load', true) = 'on' then
        execute post_payments_statement('changed', '');
    end if;
    return null;
end
$$;

create type negative_bill as (
    tenant text, id text, currency text, amount_due numeric, state text, account_id text, bill_date timestamptz);

-- The credits of bills that were negative, or are now. What is used of a credit cannot be taken from it. Once the source has settled the
-- bill, its credit was used there.
create function post_changed_credits(bills negative_bill[]) returns void language plpgsql as $$
declare
    bill negative_bill;
    credit record;
begin
    foreach bill in array bills loop
        select * into credit from account_credit c
        where c.tenant = bill.tenant and c.kind = 'customerBill' and c.id = bill.id
        for update;
        if credit.id is null and bill.amount_due < 0 and bill.state <> 'settled' then
            insert into account_credit (tenant, kind, id, account_id, currency, amount, payment_date, imported)
            values (bill.tenant, 'customerBill', bill.id, bill.account_id, bill.currency, -bill.amount_due, bill.bill_date, true);
        elsif credit.id is not null and (bill.amount_due >= 0 or bill.currency <> credit.currency) then
            raise exception 'the credit of a bill is not changed'
                using errcode = 'check_violation', constraint = 'ledger_is_append_only';
        elsif credit.id is not null and (credit.amount, credit.account_id) is distinct from (-bill.amount_due, bill.account_id) then
            update account_credit c
            set amount = -bill.amount_due, account_id = bill.account_id, revision = revision + 1
            where c.tenant = bill.tenant and c.kind = 'customerBill' and c.id = bill.id;
        end if;
        if credit.id is not null and bill.state = 'settled' and -bill.amount_due > credit.allocated + credit.returned then
            insert into ledger_entry (tenant, account_id, kind, currency, amount, source_id, value_date)
            values (bill.tenant, bill.account_id, 'openingBalance', bill.currency,
                -bill.amount_due - credit.allocated - credit.returned, bill.id, bill.bill_date);
            update account_credit c
            set returned = amount - allocated, revision = revision + 1
            where c.tenant = bill.tenant and c.kind = 'customerBill' and c.id = bill.id;
        end if;
    end loop;
end
$$;

-- An import may correct bills of the system that they came from: the entry of before is countered. What is allocated to a bill goes
-- with it to another account.
create function post_changed_bills() returns trigger language plpgsql set enable_seqscan = off set enable_nestloop = off as $$
begin
    if current_setting('billwright.load', true) is distinct from 'on' then
        return null;
    end if;
    with moved as materialized (
        select was.tenant, was.id, was.bill_date,
            coalesce(was.billing_account_id, 'financialAccount/' || was.financial_account_id) as old_account,
            coalesce(is_now.billing_account_id, 'financialAccount/' || is_now.financial_account_id) as new_account,
            was.currency as old_currency, is_now.currency as new_currency,
            case when was.category is distinct from 'trial' then coalesce(was.amount_due, 0) else 0 end as old_due,
            case when is_now.category is distinct from 'trial' then coalesce(is_now.amount_due, 0) else 0 end as new_due
        from before was
        join changed is_now on (is_now.tenant, is_now.id) = (was.tenant, was.id)
        where (was.billing_account_id, was.financial_account_id, was.currency, was.amount_due, was.category)
            is distinct from (is_now.billing_account_id, is_now.financial_account_id, is_now.currency, is_now.amount_due, is_now.category)),
    with_allocated as (
        select moved.*, case when old_account = new_account then 0 else (
            select coalesce(sum(amount), 0) from allocation a where a.tenant = moved.tenant and a.bill_id = moved.id) end as allocated
        from moved)
    insert into ledger_entry (tenant, account_id, kind, currency, amount, source_id, value_date)
    select tenant, old_account, 'correction', old_currency, allocated - old_due, id, bill_date
    from with_allocated where allocated <> old_due and old_currency is not null
    union all
    select tenant, new_account, 'bill', new_currency, new_due - allocated, id, bill_date
    from with_allocated where allocated <> new_due and new_currency is not null;
    if exists (select from before where amount_due < 0 union all select from changed where amount_due < 0) then
        perform post_changed_credits(array(
            select row (is_now.tenant, is_now.id, is_now.currency, is_now.amount_due, is_now.state,
                coalesce(is_now.billing_account_id, 'financialAccount/' || is_now.financial_account_id), is_now.bill_date)::negative_bill
            from before was
            join changed is_now on (is_now.tenant, is_now.id) = (was.tenant, was.id)
            where was.amount_due < 0 or is_now.amount_due < 0));
    end if;
    execute post_payments_statement('changed', $present$
        union all
        select present.tenant, present.bill_id, present.source_kind, present.source_id, -present.amount
        from bill
        cross join lateral (
            select a.tenant, a.bill_id, a.source_kind, a.source_id, sum(a.amount) as amount
            from allocation a
            where a.tenant = bill.tenant and a.bill_id = bill.id
            group by a.tenant, a.bill_id, a.source_kind, a.source_id) present$present$);
    return null;
end
$$;

-- What older versions have, once.
do $$
begin
    perform set_config('billwright.load', 'on', true);
    perform set_config('billwright.actor', 'migration', true);
    execute post_bills_statement('customer_bill');
    execute post_payments_statement('customer_bill', '');
    perform set_config('billwright.load', '', true);
    perform set_config('billwright.actor', '', true);
end
$$;

-- Not of imports, which may come by the million: there the ledger is derived from the bills.
create constraint trigger bill_agrees_with_ledger after insert on allocation deferrable initially deferred
    for each row when (current_setting('billwright.load', true) is distinct from 'on') execute function bill_agrees_with_ledger();
create constraint trigger bill_agrees_with_ledger after update on customer_bill deferrable initially deferred
    for each row when (old.remaining is distinct from new.remaining and current_setting('billwright.load', true) is distinct from 'on')
    execute function bill_agrees_with_ledger();
create constraint trigger bill_agrees_with_ledger_at_first after insert on customer_bill deferrable initially deferred
    for each row when (new.produced and new.remaining is distinct from greatest(new.amount_due, 0)
        and current_setting('billwright.load', true) is distinct from 'on')
    execute function bill_agrees_with_ledger();

create trigger post_new_bills after insert on customer_bill referencing new table as changed
    for each statement execute function post_new_bills();
create trigger post_changed_bills after update on customer_bill referencing old table as before new table as changed
    for each statement execute function post_changed_bills();

-- A bill on which a credit was used before it was sent is partially paid once it is.
insert into bill_state_transition (from_state, to_state) values ('new', 'partiallyPaid'), ('validated', 'partiallyPaid');

-- Payments as they are listed.
create view payment with (security_invoker = true) as
select tenant, id, account_id, currency, amount, amount - allocated - returned as open_amount, status, payment_date, correlator_id,
    revision,
    (left(document::text, -1) || coalesce(',' || substr(nullif(details::text, '{}'), 2), '}'))::json as doc
from account_credit
cross join lateral (
    select json_strip_nulls(json_build_object(
        'id', id,
        'status', status,
        'account', case when account_id <> '' then json_build_object('id', account_id, '@referredType', 'BillingAccount') end,
        'amount', json_build_object('unit', currency, 'value', amount),
        'unappliedAmount', json_build_object('unit', currency, 'value', amount - allocated - returned),
        'returnedAmount', json_build_object('unit', currency, 'value', returned + 0 * amount),
        'paymentDate', to_char(payment_date at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'),
        'correlatorId', correlator_id,
        'appliedTo', (
            select coalesce(json_agg(json_build_object(
                'bill', json_build_object('id', bill_id), 'amount', json_build_object('unit', currency, 'value', amount))
                order by bill_id), '[]')
            from (
                select bill_id, currency, sum(a.amount) as amount
                from allocation a
                where a.tenant = account_credit.tenant and a.source_kind = 'payment' and a.source_id = account_credit.id
                group by bill_id, currency
                having sum(a.amount) <> 0) applied))) as document) as shown
where kind = 'payment';

call enable_tenant_isolation('ledger_entry');
call enable_tenant_isolation('account_credit');
call enable_tenant_isolation('allocation');
call enable_tenant_isolation('refund');
revoke update on ledger_entry, allocation, refund from billwright_app;
grant select on payment to billwright_app;
