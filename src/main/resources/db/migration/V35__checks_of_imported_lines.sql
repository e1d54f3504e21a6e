-- As before, under a name of its own: a payment has a constraint credit_is_not_exceeded too, and an import checks this one early, by its name.
drop trigger credit_is_not_exceeded on applied_customer_billing_rate;
drop function credit_is_not_exceeded();

create function rate_credit_is_not_exceeded() returns trigger language plpgsql as $$
declare
    billed record;
    credited record;
begin
    select tax_excluded, tax_included into billed
    from applied_customer_billing_rate where tenant = new.tenant and id = new.credited_rate_id;
    if found then
        select sum(tax_excluded) as tax_excluded, sum(tax_included) as tax_included into credited
        from applied_customer_billing_rate where tenant = new.tenant and credited_rate_id = new.credited_rate_id;
        if abs(credited.tax_excluded) > abs(billed.tax_excluded)
            or abs(credited.tax_included) > abs(billed.tax_included)
            or credited.tax_excluded * billed.tax_excluded > 0 then
            raise exception 'more of rate % is given back than it has on its bill', new.credited_rate_id
                using errcode = 'check_violation', constraint = 'rate_credit_is_not_exceeded';
        end if;
    end if;
    return null;
end
$$;

create constraint trigger rate_credit_is_not_exceeded after insert or update on applied_customer_billing_rate
    deferrable initially deferred
    for each row when (new.credited_rate_id is not null) execute function rate_credit_is_not_exceeded();

-- A payment as it is shown.
create function payment_document(credit account_credit, applied_to json) returns json language sql stable as $$
    select (left(document::text, -1) || coalesce(',' || substr(nullif(credit.details::text, '{}'), 2), '}'))::json
    from (
        select json_strip_nulls(json_build_object(
            'id', credit.id,
            'status', credit.status,
            'account', case when credit.account_id <> '' then
                json_build_object('id', credit.account_id, '@referredType', 'BillingAccount') end,
            'amount', json_build_object('unit', credit.currency, 'value', credit.amount),
            'unappliedAmount', json_build_object(
                'unit', credit.currency, 'value', credit.amount - credit.allocated - credit.returned),
            'returnedAmount', json_build_object('unit', credit.currency, 'value', credit.returned + 0 * credit.amount),
            'paymentDate', utc_text(credit.payment_date),
            'correlatorId', credit.correlator_id,
            'appliedTo', coalesce(applied_to, '[]'))) as document) as shown
$$;

-- The documents of payments, such as those of a page: what they are allocated to is read once for all of them. Lists are read without
-- sorting, and would find the allocations in the order of all bills.
create function payment_documents(of_tenant text, ids text[]) returns table (id text, doc json) language sql stable
    set enable_sort = on set enable_seqscan = off as $$
    with part as materialized (
        select a.source_id, a.bill_id, a.currency, a.amount
        from allocation a
        where a.source_id = any(ids) and a.tenant = of_tenant and a.source_kind = 'payment'),
    applied as materialized (
        select source_id, json_agg(json_build_object(
            'bill', json_build_object('id', bill_id), 'amount', json_build_object('unit', currency, 'value', amount))
            order by bill_id) as bills
        from (
            select source_id, bill_id, currency, sum(amount) as amount
            from part
            group by source_id, bill_id, currency
            having sum(amount) <> 0) as of_bill
        group by source_id)
    select credit.id, payment_document(credit, applied.bills)
    from account_credit credit
    left join applied on applied.source_id = credit.id
    where credit.tenant = of_tenant and credit.kind = 'payment' and credit.id = any(ids)
$$;

-- As before; the allocations of a payment are found by its id first, whatever the order of an index would save.
create or replace view payment with (security_invoker = true) as
select tenant, id, account_id, currency, amount, amount - allocated - returned as open_amount, status, payment_date, correlator_id,
    revision, payment_document(account_credit, (
        select json_agg(json_build_object(
            'bill', json_build_object('id', bill_id), 'amount', json_build_object('unit', currency, 'value', amount))
            order by bill_id)
        from (
            select bill_id, currency, sum(amount) as amount
            from (
                select a.bill_id, a.currency, a.amount
                from allocation a
                where a.source_id = account_credit.id and a.tenant = account_credit.tenant and a.source_kind = 'payment'
                offset 0) as part
            group by bill_id, currency
            having sum(amount) <> 0) as of_bill)) as doc
from account_credit
where kind = 'payment';

-- Imports: billing accounts with refunds, whose payments may come later. They are compared at the end.
create table import_refunded_account (
    tenant      text collate "C" not null,
    job_id      text collate "C" not null,
    account_id  text collate "C" not null,
    primary key (tenant, job_id, account_id)
);

call enable_tenant_isolation('import_refunded_account');

alter table import_job add column refund_warnings text[] collate "C" not null default '{}';
