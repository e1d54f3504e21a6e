-- Events: dispatched by tenant, in the order of their positions; what each subscription has got; replays in the background.

-- How far the events of a tenant were dispatched, and the last position that one of them has.
create table event_dispatch (
    tenant         text collate "C" not null primary key,
    position       bigint not null default 0,
    last_position  bigint not null,
    due_at         timestamptz not null default '-infinity'
);

insert into event_dispatch (tenant, position, last_position)
select tenant, max(position), max(position)
from event
where position is not null
group by tenant;

alter table event_dispatch enable row level security;
grant select on event_dispatch to billwright_app;
create policy tenant_isolation on event_dispatch to billwright_app
    using (tenant = current_setting('billwright.tenant', true));
call grant_worker_access('event_dispatch');

create index event_of_tenant_by_position on event (tenant, position) where position is not null;

-- Events are kept by the clock of the database.
alter table event add column recorded_at timestamptz not null default now();
update event set recorded_at = least(occurred_at, now());
create index event_by_recorded_at on event (recorded_at, seq);

alter table hub
    -- Events up to this position were committed before the subscription.
    add column start_position bigint not null default 0,
    -- The position of a subscription whose query is slow, and which is dispatched apart from the others.
    add column dispatch_position bigint,
    add column dispatched_at timestamptz not null default '-infinity',
    -- Why the query cannot work any more; no event is matched until the subscription is registered anew.
    add column query_error text;

create index hub_dispatched_apart on hub (dispatched_at, id) where dispatch_position is not null;

-- Secrets in the form of Standard Webhooks.
update hub set secret = 'whsec_' || translate(secret, '-_', '+/') || '=' where secret not like 'whsec\_%';

-- The row of a subscription is not written with each delivery: this one is.
create table hub_status (
    hub_id         text collate "C" not null primary key references hub (id) on delete cascade,
    last_delivery  timestamptz,
    last_failure   timestamptz,
    last_error     text
) with (fillfactor = 50);

create table event_replay (
    hub_id     text collate "C" not null primary key references hub (id) on delete cascade,
    from_time  timestamptz not null,
    to_time    timestamptz not null,
    -- The last event that was looked at.
    next_time  timestamptz not null default '-infinity',
    next_seq   bigint not null default 0,
    queued     bigint not null default 0,
    done       boolean not null default false,
    served_at  timestamptz not null default '-infinity'
);

create index event_replay_in_progress on event_replay (served_at, hub_id) where not done;

-- Both belong to the tenant of their subscription.
alter table hub_status enable row level security;
alter table event_replay enable row level security;
grant select on hub_status to billwright_app;
grant select, insert, update, delete on event_replay to billwright_app;
create policy tenant_isolation on hub_status to billwright_app using (exists (select from hub where hub.id = hub_id));
create policy tenant_isolation on event_replay to billwright_app using (exists (select from hub where hub.id = hub_id));
call grant_worker_access('hub_status');
call grant_worker_access('event_replay');

-- Which deliveries are due, subscription by subscription.
drop index event_delivery_waiting;
create index event_delivery_due on event_delivery (hub_id, retry_at, event_seq) where not dead_lettered;
create index event_delivery_dead_lettered on event_delivery (event_seq) where dead_lettered;

-- Events that a topic does not accept, such as one larger than its messages may be.
create table event_publish_dead_letter (
    topic      text collate "C" not null,
    event_id   text collate "C" not null,
    tenant     text collate "C" not null,
    reason     text not null,
    failed_at  timestamptz not null default now(),
    primary key (topic, event_id)
);

call enable_tenant_isolation('event_publish_dead_letter');
call grant_worker_access('event_publish_dead_letter');
