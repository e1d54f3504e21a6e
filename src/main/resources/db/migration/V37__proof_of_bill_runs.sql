-- The digests of the bills that a chunk made, 32 bytes each, in the order of its accounts; and the root of the Merkle tree over all of a run.
alter table bill_run_chunk add column bill_digests bytea;
alter table bill_run add column merkle_root text collate "C";

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
        'merkleRoot', merkle_root,
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
