-- The bills of a run are voided while nobody was sent them. The bill and its amounts are gone, its rates are unbilled as they were, and
-- its number stays accounted for.

create table voided_bill (
    tenant              text collate "C" not null,
    id                  text collate "C" not null,
    bill_no             text collate "C" not null,
    billing_account_id  text collate "C" not null,
    bill_run_id         text collate "C" not null,
    currency            text collate "C" not null,
    amount_due          numeric not null,
    bill_date           timestamptz not null,
    voided_at           timestamptz not null,
    reason              text not null,
    revision            bigint not null default 1,
    primary key (tenant, id),
    constraint voided_bill_number_is_unique unique (tenant, bill_no)
);

create index voided_bill_by_run on voided_bill (tenant, bill_run_id, id);

call enable_tenant_isolation('voided_bill');
revoke update, delete on voided_bill from billwright_app;

-- Of a billed rate: the members that billing changed, as they were before; null where there was none. Empty where another system billed.
alter table applied_customer_billing_rate add column before_billing json;

-- Only a bill that was made here, that nobody was sent and that nothing was built on is voided.
create function voided_bill_guard() returns trigger language plpgsql as $$
declare
    bill record;
begin
    select bill_no, produced, state, held_from, amount_due into bill
    from customer_bill where tenant = new.tenant and id = new.id for update;
    if not found or not bill.produced or bill.bill_no <> new.bill_no or bill.amount_due <> new.amount_due
        or bill.state in ('sent', 'partiallyPaid') or bill.held_from in ('sent', 'partiallyPaid') then
        raise exception 'bill % was sent, or was not made here, and is not voided', new.id
            using errcode = 'check_violation', constraint = 'bill_sent_is_not_voided';
    end if;
    return new;
end
$$;

create trigger voided_bill_guard before insert on voided_bill for each row execute function voided_bill_guard();

-- A bill that was made here is not deleted, but for erasure.
create function produced_bill_is_kept() returns trigger language plpgsql as $$
begin
    if current_setting('billwright.erasure', true) is distinct from 'on'
        and not exists (select from voided_bill where tenant = old.tenant and id = old.id) then
        raise exception 'a bill that was produced here is not deleted'
            using errcode = 'check_violation', constraint = 'bill_produced_is_immutable';
    end if;
    return old;
end
$$;

create trigger produced_bill_is_kept before delete on customer_bill
    for each row when (old.produced) execute function produced_bill_is_kept();

-- No bill gets the number of one that was voided.
create function bill_number_is_not_used_again() returns trigger language plpgsql set enable_seqscan = off as $$
begin
    if exists (select from added join voided_bill voided on voided.tenant = added.tenant and voided.bill_no = added.bill_no) then
        raise exception 'a bill that was voided has this number'
            using errcode = 'check_violation', constraint = 'bill_number_is_not_used_again';
    end if;
    return null;
end
$$;

create trigger bill_number_is_not_used_again after insert on customer_bill referencing new table as added
    for each statement execute function bill_number_is_not_used_again();

-- As before; and a rate leaves a bill that is voided.
create or replace function rate_guard() returns trigger language plpgsql as $$
begin
    if new.bill_id is null and exists (select from voided_bill where tenant = old.tenant and id = old.bill_id) then
        return new;
    end if;
    if new.bill_id is null
        or (new.bill_id <> old.bill_id and current_setting('billwright.load', true) is distinct from 'on') then
        raise exception 'rate % is on bill % already', old.id, old.bill_id
            using errcode = 'check_violation', constraint = 'rate_is_billed_once';
    end if;
    if new.doc::text <> old.doc::text and exists (
        select from customer_bill
        where tenant = old.tenant and id in (old.bill_id, new.bill_id) and produced) then
        raise exception 'rate % is on bill %, which was produced here', old.id, old.bill_id
            using errcode = 'check_violation', constraint = 'bill_produced_is_immutable';
    end if;
    return new;
end
$$;

create view voided_bill_document with (security_invoker = true) as
select tenant, id, bill_no, billing_account_id, bill_run_id, voided_at, revision,
    json_build_object(
        'id', id,
        'billNo', bill_no,
        'billingAccount', json_build_object('id', billing_account_id, '@referredType', 'BillingAccount'),
        'billRun', json_build_object('id', bill_run_id),
        'amountDue', json_build_object('unit', currency, 'value', amount_due),
        'billDate', utc_text(bill_date),
        'voidedAt', utc_text(voided_at),
        'reason', reason) as doc
from voided_bill;
grant select on voided_bill_document to billwright_app;

alter table bill_run add column reverted_by text collate "C", add column revert_reason text;
alter table bill_run add constraint bill_run_is_reverted_for_a_reason check (
    state not in ('reverting', 'reverted') or (reverted_by is not null and revert_reason is not null));

create or replace view bill_run_document with (security_invoker = true) as
select tenant, id, kind, state, cycle_specification_id, to_char(billing_date, 'YYYY-MM-DD') as billing_date, planned_by, created_at,
    revision,
    json_strip_nulls(json_build_object(
        'id', id,
        'kind', kind,
        'state', state,
        'stateReason', state_reason,
        'description', description,
        'billCycleSpecification', json_build_object('id', cycle_specification_id),
        'billCycle', json_build_object('id', cycle_specification_id || '-' || to_char(billing_date, 'YYYY-MM-DD')),
        'billingDate', to_char(billing_date, 'YYYY-MM-DD'),
        'account', (select json_agg(json_build_object('id', account)) from unnest(accounts) as account),
        'whatIf', what_if,
        'workers', workers,
        'plannedBy', planned_by,
        'approvedBy', approved_by,
        'revertedBy', reverted_by,
        'revertReason', revert_reason,
        'createdAt', utc_text(created_at),
        'plannedAt', utc_text(planned_at),
        'approvedAt', utc_text(approved_at),
        'finishedAt', utc_text(finished_at),
        'digest', digest,
        'progress', progress,
        'plan', plan_totals,
        'result', bill_totals)) as doc
from bill_run
cross join lateral (
    select json_build_object(
        'chunks', count(*),
        'planned', count(*) filter (where chunk.state <> 'toPlan'),
        'billed', count(*) filter (where chunk.state in ('billed', 'toRevert', 'reverted')),
        'reverted', nullif(count(*) filter (where chunk.state = 'reverted'), 0),
        'failed', nullif(count(*) filter (where chunk.failed), 0)) as progress
    from bill_run_chunk chunk
    where chunk.tenant = bill_run.tenant and chunk.run_id = bill_run.id) of_chunks;
