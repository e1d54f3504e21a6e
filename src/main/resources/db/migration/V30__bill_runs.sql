-- Bill runs: a cycle's accounts are planned, approved and billed. A run has chunks of accounts, which any number of workers claim.

create function utc_text(at timestamptz) returns text language sql immutable parallel safe as $$
    select to_char(at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')
$$;

create table bill_run (
    tenant                  text collate "C" not null,
    id                      text collate "C" not null,
    kind                    text collate "C" not null,
    state                   text collate "C" not null,
    held_from               text collate "C",
    state_reason            text,
    description             text,
    cycle_specification_id  text collate "C" not null,
    billing_date            date not null,
    accounts                text[] collate "C",
    what_if                 json,
    chunk_size              int not null check (chunk_size > 0),
    workers                 int check (workers > 0),
    prepared                boolean not null default false,
    digest                  text collate "C",
    plan_totals             json,
    bill_totals             json,
    planned_by              text collate "C" not null,
    approved_by             text collate "C",
    created_at              timestamptz not null default now(),
    planned_at              timestamptz,
    approved_at             timestamptz,
    finished_at             timestamptz,
    revision                bigint not null default 1,
    primary key (tenant, id),
    constraint bill_run_kind_is_known check (kind in ('regular', 'catchUp', 'trial')),
    constraint bill_run_state_is_known check (state in (
        'planning', 'planned', 'billing', 'done', 'onHold', 'failed', 'cancelled', 'reverting', 'reverted')),
    constraint bill_run_on_hold_knows_from_where check ((state in ('onHold', 'failed')) = (held_from is not null)),
    constraint bill_run_is_approved_first check (state not in ('billing', 'done') or (digest is not null and approved_by is not null)),
    constraint trial_is_not_billed check (kind <> 'trial' or approved_by is null),
    constraint only_a_trial_changes_inputs check (kind = 'trial' or what_if is null)
);

-- One regular run of a cycle and period. Accounts that it could not bill are those of catch-up runs.
create unique index bill_run_is_regular_once on bill_run (tenant, cycle_specification_id, billing_date)
    where kind = 'regular' and state not in ('cancelled', 'reverted');
create index bill_run_in_work on bill_run (tenant, id) where state in ('planning', 'billing', 'reverting');
create index bill_run_by_time on bill_run (tenant, created_at, id);

-- A range of accounts. Chunks of a run are claimed, worked off and finished in one transaction each.
create table bill_run_chunk (
    tenant         text collate "C" not null,
    run_id         text collate "C" not null,
    no             int not null,
    after_account  text collate "C" not null,
    last_account   text collate "C",
    state          text collate "C" not null default 'toPlan',
    failed         boolean not null default false,
    attempts       int not null default 0,
    retry_at       timestamptz not null default '-infinity',
    digest         text collate "C",
    plan_totals    json,
    bill_totals    json,
    finished_at    timestamptz,
    primary key (tenant, run_id, no),
    constraint chunk_is_of_a_run foreign key (tenant, run_id) references bill_run (tenant, id),
    constraint chunk_state_is_known check (state in ('toPlan', 'planned', 'toBill', 'billed', 'toRevert', 'reverted'))
);

create index bill_run_chunk_waiting on bill_run_chunk (tenant, run_id, no) where state in ('toPlan', 'toBill', 'toRevert') and not failed;

-- What the run comes to for each account: its plan, and what became of it.
create table bill_run_account (
    tenant               text collate "C" not null,
    run_id               text collate "C" not null,
    id                   text collate "C" not null,
    account_id           text collate "C" not null,
    chunk                int not null,
    status               text collate "C" not null,
    reason               text,
    input_digest         text collate "C" not null,
    bill_id              text collate "C",
    currency             text collate "C",
    tax_excluded         numeric,
    tax_included         numeric,
    amount_due           numeric,
    previous_amount_due  numeric,
    change               text collate "C",
    change_percent       numeric,
    rates                int not null default 0,
    parts                json,
    revision             bigint not null default 1,
    primary key (tenant, run_id, id),
    constraint run_account_is_of_a_run foreign key (tenant, run_id) references bill_run (tenant, id),
    constraint run_account_has_its_id check (id = run_id || ':' || account_id),
    constraint run_account_status_is_known check (status in (
        'planned', 'nothingDue', 'held', 'refused', 'changedSincePlan', 'billed', 'reverted')),
    constraint run_account_with_a_bill_has_amounts check (
        status not in ('planned', 'billed') or (bill_id is not null and currency is not null and amount_due is not null))
);

create index bill_run_account_by_status on bill_run_account (tenant, run_id, status, id);
create index bill_run_account_by_chunk on bill_run_account (tenant, run_id, chunk, id);
create index bill_run_account_by_account on bill_run_account (tenant, account_id);

create view bill_run_document with (security_invoker = true) as
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
        'billed', count(*) filter (where chunk.state = 'billed'),
        'reverted', nullif(count(*) filter (where chunk.state = 'reverted'), 0),
        'failed', nullif(count(*) filter (where chunk.failed), 0)) as progress
    from bill_run_chunk chunk
    where chunk.tenant = bill_run.tenant and chunk.run_id = bill_run.id) of_chunks;

create view bill_run_account_document with (security_invoker = true) as
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
        'part', parts)) as doc
from bill_run_account;

call enable_tenant_isolation('bill_run');
call enable_tenant_isolation('bill_run_chunk');
call enable_tenant_isolation('bill_run_account');
call grant_worker_access('bill_run');
call grant_worker_access('bill_run_chunk');
grant select on bill_run_document, bill_run_account_document to billwright_app;
