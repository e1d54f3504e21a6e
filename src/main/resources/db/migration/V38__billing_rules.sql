-- Billing rules, what was measured of the bills of runs, and the cases of bills and runs that break a rule.

create table billing_rule (
    tenant                  text collate "C" not null,
    id                      text collate "C" not null,
    metric                  text collate "C" not null,
    severity                text collate "C" not null,
    cycle_specification_id  text collate "C",
    revision                bigint not null default 1,
    doc                     json not null,
    primary key (tenant, id),
    constraint billing_rule_severity_is_known check (severity in ('warn', 'holdBill', 'blockRun')),
    constraint billing_rule_document_agrees check (
        doc ->> 'id' = id and doc ->> 'metric' = metric and doc ->> 'severity' = severity
        and doc #>> '{billCycleSpecification,id}' is not distinct from cycle_specification_id)
);

call enable_tenant_isolation('billing_rule');

alter table bill_run_account
    add column is_first              boolean,
    add column lines_without_tax     int,
    add column duplicate_lines       int,
    add column missing_products      int,
    add column oldest_rate_days      bigint,
    add column largest_line_percent  numeric,
    add column median_distance       numeric,
    add column bill_shock            text,
    add column broken_rules          text[] collate "C";

create table billing_case (
    tenant                  text collate "C" not null,
    id                      text collate "C" not null,
    run_id                  text collate "C" not null,
    account_id              text collate "C",
    rule_id                 text collate "C" not null,
    part                    text collate "C" not null default '',
    metric                  text collate "C" not null,
    severity                text collate "C" not null,
    value                   numeric not null,
    minimum                 numeric,
    maximum                 numeric,
    text                    text not null,
    currency                text collate "C",
    amount_due              numeric,
    cycle_specification_id  text collate "C" not null,
    billing_date            date not null,
    state                   text collate "C" not null default 'open',
    opened_at               timestamptz not null default now(),
    closed_at               timestamptz,
    closed_by               text collate "C",
    close_reason            text,
    revision                bigint not null default 1,
    primary key (tenant, id),
    constraint billing_case_is_of_a_run foreign key (tenant, run_id) references bill_run (tenant, id),
    constraint billing_case_state_is_known check (state in ('open', 'released', 'corrected', 'suppressed', 'cancelled')),
    constraint billing_case_severity_is_known check (severity in ('warn', 'holdBill', 'blockRun')),
    constraint billing_case_is_closed_for_a_reason check (
        (state = 'open') = (closed_at is null) and (state = 'open') = (closed_by is null)
        and (state = 'open') = (close_reason is null)),
    constraint billing_case_of_a_bill_has_its_amount check ((account_id is null) = (amount_due is null))
);

create unique index billing_case_is_open_once on billing_case (tenant, run_id, account_id, rule_id, part) nulls not distinct;
create index billing_case_by_run on billing_case (tenant, run_id, state, id);
create index billing_case_by_state on billing_case (tenant, state, id);
create index billing_case_by_account on billing_case (tenant, account_id, billing_date, id) where account_id is not null;

-- What was decided of a case stays decided.
create function billing_case_guard() returns trigger language plpgsql as $$
begin
    if old.state <> 'open'
        or (new.run_id, new.rule_id, new.part, new.value, new.severity) is distinct from
            (old.run_id, old.rule_id, old.part, old.value, old.severity)
        or new.account_id is distinct from old.account_id then
        raise exception 'case % is % and does not change', old.id, old.state
            using errcode = 'check_violation', constraint = 'billing_case_is_closed_once';
    end if;
    return new;
end
$$;

create trigger billing_case_guard before update on billing_case for each row execute function billing_case_guard();

-- A run is not billed while a case blocks it.
create function bill_run_is_not_blocked() returns trigger language plpgsql as $$
begin
    if exists (
        select from billing_case
        where tenant = new.tenant and run_id = new.id and state = 'open' and severity = 'blockRun') then
        raise exception 'an open case blocks run %', new.id
            using errcode = 'check_violation', constraint = 'bill_run_is_not_blocked';
    end if;
    return new;
end
$$;

create trigger bill_run_is_not_blocked before update of state on bill_run
    for each row when (old.state = 'planned' and new.state = 'billing') execute function bill_run_is_not_blocked();

call enable_tenant_isolation('billing_case');

create view billing_case_document with (security_invoker = true) as
select tenant, id, run_id, account_id, rule_id, metric, severity, state, opened_at, closed_by, revision,
    json_strip_nulls(json_build_object(
        'id', id,
        'state', state,
        'severity', severity,
        'billingRule', json_build_object('id', rule_id),
        'metric', metric,
        'part', nullif(part, ''),
        'value', value,
        'minimum', minimum,
        'maximum', maximum,
        'text', text,
        'billRun', json_build_object('id', run_id),
        'billingAccount', case when account_id is not null then
            json_build_object('id', account_id, '@referredType', 'BillingAccount') end,
        'billRunAccount', case when account_id is not null then json_build_object('id', run_id || ':' || account_id) end,
        'amountDue', case when amount_due is not null then json_build_object('unit', currency, 'value', amount_due) end,
        'openedAt', utc_text(opened_at),
        'closedAt', utc_text(closed_at),
        'closedBy', closed_by,
        'closeReason', close_reason)) as doc
from billing_case;
grant select on billing_case_document to billwright_app;

create or replace view bill_run_account_document with (security_invoker = true) as
select tenant, run_id, id, account_id, status, bill_id, currency, amount_due, change, change_percent, revision,
    json_strip_nulls(json_build_object(
        'id', id,
        'billRun', json_build_object('id', run_id),
        'billingAccount', json_build_object('id', account_id, '@referredType', 'BillingAccount'),
        'status', status,
        'reason', reason,
        'bill', case when status = 'billed' then json_build_object('id', bill_id) end,
        'rates', rates,
        'taxExcludedAmount', case when tax_excluded is not null then json_build_object('unit', currency, 'value', tax_excluded) end,
        'taxIncludedAmount', case when tax_included is not null then json_build_object('unit', currency, 'value', tax_included) end,
        'amountDue', case when amount_due is not null then json_build_object('unit', currency, 'value', amount_due) end,
        'previousAmountDue', case when previous_amount_due is not null
            then json_build_object('unit', currency, 'value', previous_amount_due) end,
        'change', change,
        'changePercent', change_percent,
        'billShock', bill_shock,
        'medianDistance', median_distance,
        'linesWithoutTax', lines_without_tax,
        'duplicateLines', duplicate_lines,
        'missingProducts', missing_products,
        'oldestRateDays', oldest_rate_days,
        'largestLinePercent', largest_line_percent,
        'billingRule', (select json_agg(json_build_object('id', rule)) from unnest(broken_rules) as rule),
        'part', parts)) as doc,
    bill_shock, median_distance
from bill_run_account;

-- What the charges of a run are expected to come to, by currency.
alter table bill_run add column forecast json;

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
        'forecast', forecast,
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
        'merkleRoot', merkle_root,
        'progress', progress,
        'openCases', open_cases,
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
    where chunk.tenant = bill_run.tenant and chunk.run_id = bill_run.id) of_chunks
cross join lateral (
    select nullif(count(*), 0) as open_cases
    from billing_case
    where billing_case.tenant = bill_run.tenant and billing_case.run_id = bill_run.id and billing_case.state = 'open') of_cases;
