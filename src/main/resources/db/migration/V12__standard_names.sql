-- Standard names for tables, columns, constraints, policies, triggers and routines. Data and behaviour stay as they are.

-- Events.
alter table event_stream rename to event_publish_position;
alter index event_stream_pkey rename to event_publish_position_pkey;
alter table event_delivery rename column parked to dead_lettered;
alter table hub rename column base to base_url;

-- Imports.
alter table import_job rename column identity to fingerprint;
alter table import_job rename column refused to rejected;
alter table import_job rename column warned to warnings;
alter index import_job_by_identity rename to import_job_by_fingerprint;
alter table import_later rename to import_deferred_line;
alter table import_deferred_line rename column kind to document_type;
alter table import_deferred_line rename constraint import_later_pkey to import_deferred_line_pkey;
alter table import_deferred_line rename constraint later_job_exists to deferred_line_job_exists;

-- The fingerprint of the document as it was loaded last.
alter table customer_bill rename column loaded to loaded_fingerprint;
alter table applied_customer_billing_rate rename column loaded to loaded_fingerprint;

-- The states of a bill. The guard is the one of before, with the new name of the table.
alter table customer_bill rename constraint bill_on_hold_knows_from_where to bill_on_hold_has_previous_state;
alter table bill_state_move rename to bill_state_transition;
alter index bill_state_move_pkey rename to bill_state_transition_pkey;

create or replace function customer_bill_guard() returns trigger language plpgsql as $$
begin
    if current_setting('billwright.load', true) = 'on' then
        return new;
    end if;
    if new.state <> old.state and not (case
        when old.state <> 'onHold' then exists (
            select from bill_state_transition t where t.from_state = old.state and t.to_state = new.state)
        when old.held_from = 'new' then new.state in ('new', 'validated')
        when old.held_from = 'validated' then new.state = 'validated'
        else new.state in ('sent', 'partiallyPaid', 'settled')
    end) then
        raise exception 'a bill cannot change its state from % to %', old.state, new.state
            using errcode = 'check_violation', constraint = 'bill_state_transition_is_allowed';
    end if;
    if new.state = 'onHold' and old.state <> 'onHold' and new.held_from <> old.state then
        raise exception 'a bill on hold keeps the state that it was in'
            using errcode = 'check_violation', constraint = 'bill_state_transition_is_allowed';
    end if;
    if (old.state in ('sent', 'partiallyPaid', 'settled') or old.held_from in ('sent', 'partiallyPaid'))
        and (new.bill_no, new.billing_account_id, new.currency, new.tax_excluded, new.tax_included, new.amount_due)
            is distinct from
            (old.bill_no, old.billing_account_id, old.currency, old.tax_excluded, old.tax_included, old.amount_due) then
        raise exception 'a bill that was sent is not changed'
            using errcode = 'check_violation', constraint = 'bill_sent_is_immutable';
    end if;
    return new;
end
$$;

-- The parties of bills and accounts, kept by triggers.
alter function relate_parties() rename to insert_related_parties;
alter function relate_other_parties() rename to update_related_parties;
alter function forget_parties() rename to delete_related_parties;
alter trigger relate_parties on customer_bill rename to insert_related_parties;
alter trigger relate_other_parties on customer_bill rename to update_related_parties;
alter trigger forget_parties on customer_bill rename to delete_related_parties;
alter trigger relate_parties on billing_account rename to insert_related_parties;
alter trigger relate_other_parties on billing_account rename to update_related_parties;
alter trigger forget_parties on billing_account rename to delete_related_parties;

-- Row-level security.
do $$
declare
    present record;
begin
    for present in
        select tablename, policyname
        from pg_policies
        where schemaname = current_schema() and policyname in ('tenant_alone', 'work_of_all')
    loop
        execute format(
            'alter policy %I on %I rename to %I',
            present.policyname,
            present.tablename,
            case present.policyname when 'tenant_alone' then 'tenant_isolation' else 'worker_access' end);
    end loop;
end
$$;

drop procedure protect_tenants(regclass);
drop procedure open_to_workers(regclass);

-- For a table with a tenant in every row. Later migrations call it for theirs.
create procedure enable_tenant_isolation(isolated regclass) language plpgsql as $$
begin
    execute format('alter table %s enable row level security', isolated);
    execute format('grant select, insert, update, delete on %s to billwright_app', isolated);
    execute format(
        'create policy tenant_isolation on %s to billwright_app using (tenant = current_setting(''billwright.tenant'', true))',
        isolated);
end
$$;

-- For a queue: a worker must find the work of all tenants.
create procedure grant_worker_access(queue regclass) language plpgsql as $$
begin
    execute format('grant select, insert, update, delete on %s to billwright_worker', queue);
    execute format('create policy worker_access on %s to billwright_worker using (true)', queue);
end
$$;

revoke all on procedure enable_tenant_isolation(regclass), grant_worker_access(regclass) from public;
