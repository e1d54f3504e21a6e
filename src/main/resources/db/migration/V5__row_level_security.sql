-- The second wall between tenants. The server works as a role that owns nothing: billwright_app sees the rows of the
-- tenant that its transaction is bound to (billwright.tenant), and none while it is bound to none. billwright_worker finds
-- work of all tenants in the queues, and binds itself to one before it touches anything else.

do $$
declare
    work_role text;
begin
    foreach work_role in array array['billwright_app', 'billwright_worker'] loop
        if not exists (select from pg_roles where rolname = work_role) then
            begin
                execute format('create role %I nologin', work_role);
            exception
                when duplicate_object or unique_violation then null; -- another database of this server was quicker
                when insufficient_privilege then
                    raise exception 'the role % is not there and % may not create it', work_role, current_user
                        using hint = format('as an administrator: create role %I nologin; grant %I to %I', work_role, work_role, current_user);
            end;
        end if;
        if not pg_has_role(current_user, work_role, 'member') or current_setting('server_version_num')::int >= 160000 then
            begin
                execute format('grant %I to %I', work_role, current_user);
            exception when insufficient_privilege then
                if not pg_has_role(current_user, work_role, 'member') then
                    raise exception '% is no member of the role % and may not become one', current_user, work_role
                        using hint = format('as an administrator: grant %I to %I', work_role, current_user);
                end if;
            end;
        end if;
        execute format('grant usage on schema %I to %I', current_schema(), work_role);
    end loop;
end
$$;

-- A table that has a tenant in every row. Later migrations call it for theirs.
create procedure protect_tenants(protected regclass) language plpgsql as $$
begin
    execute format('alter table %s enable row level security', protected);
    execute format('grant select, insert, update, delete on %s to billwright_app', protected);
    execute format(
        'create policy tenant_alone on %s to billwright_app using (tenant = current_setting(''billwright.tenant'', true))',
        protected);
end
$$;

-- A queue: whoever works it off must find what waits, whosever it is.
create procedure open_to_workers(queue regclass) language plpgsql as $$
begin
    execute format('grant select, insert, update, delete on %s to billwright_worker', queue);
    execute format('create policy work_of_all on %s to billwright_worker using (true)', queue);
end
$$;

revoke all on procedure protect_tenants(regclass), open_to_workers(regclass) from public;

-- Who is a party to what. PostgreSQL does not use an index on an array where rows are hidden by a policy, for the array's
-- operators might tell of hidden rows by their errors; on text it does.
create table related_party (
    tenant       text collate "C" not null,
    party_id     text collate "C" not null,
    resource     text collate "C" not null,
    resource_id  text collate "C" not null,
    primary key (tenant, resource, party_id, resource_id)
);

create index related_party_of on related_party (tenant, resource, resource_id);

insert into related_party
select distinct tenant, unnest(party_ids), 'customerBill', id
from customer_bill
union all
select distinct tenant, unnest(party_ids), 'billingAccount', id
from billing_account;

drop index customer_bill_by_party;
drop index billing_account_by_party;

create function relate_parties() returns trigger language plpgsql as $$
begin
    insert into related_party
    select distinct tenant, unnest(party_ids), tg_argv[0], id
    from added;
    return null;
end
$$;

create function relate_other_parties() returns trigger language plpgsql as $$
begin
    delete from related_party
    where tenant = old.tenant and resource = tg_argv[0] and resource_id = old.id;
    insert into related_party
    select distinct new.tenant, unnest(new.party_ids), tg_argv[0], new.id;
    return null;
end
$$;

create function forget_parties() returns trigger language plpgsql as $$
begin
    delete from related_party
    using removed
    where related_party.tenant = removed.tenant and resource = tg_argv[0] and resource_id = removed.id;
    return null;
end
$$;

create trigger relate_parties after insert on customer_bill referencing new table as added
    for each statement execute function relate_parties('customerBill');
create trigger relate_other_parties after update on customer_bill
    for each row when (old.party_ids is distinct from new.party_ids) execute function relate_other_parties('customerBill');
create trigger forget_parties after delete on customer_bill referencing old table as removed
    for each statement execute function forget_parties('customerBill');
create trigger relate_parties after insert on billing_account referencing new table as added
    for each statement execute function relate_parties('billingAccount');
create trigger relate_other_parties after update on billing_account
    for each row when (old.party_ids is distinct from new.party_ids) execute function relate_other_parties('billingAccount');
create trigger forget_parties after delete on billing_account referencing old table as removed
    for each statement execute function forget_parties('billingAccount');

call protect_tenants('billing_account');
call protect_tenants('customer_bill');
call protect_tenants('applied_customer_billing_rate');
call protect_tenants('customer_bill_on_demand');
call protect_tenants('bill_number_series');
call protect_tenants('bill_cycle_specification');
call protect_tenants('bill_cycle');
call protect_tenants('event_sequence');
call protect_tenants('event');
call protect_tenants('hub');
call protect_tenants('related_party');

-- A delivery belongs to its subscription's tenant.
alter table event_delivery enable row level security;
grant select, insert, update, delete on event_delivery to billwright_app;
create policy tenant_alone on event_delivery to billwright_app
    using (exists (select from hub where hub.id = hub_id));

call open_to_workers('customer_bill_on_demand');
call open_to_workers('bill_cycle_specification');
call open_to_workers('bill_cycle');
call open_to_workers('event');
call open_to_workers('hub');
call open_to_workers('event_delivery');

-- These know no tenant.
grant select on bill_state_move to billwright_app;
grant select, insert, update, delete on channel_client, channel_client_secret, channel_client_scope, channel_business to billwright_app;
