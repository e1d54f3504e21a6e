-- What happened to bills and requests, written in the transaction in which it happened; who asked to be told; and what is
-- still to be told to whom.

create table event_sequence (
    tenant       text collate "C" not null,
    resource     text collate "C" not null,
    resource_id  text collate "C" not null,
    last_no      bigint not null,
    primary key (tenant, resource, resource_id)
);

create table event (
    seq                bigint generated always as identity primary key,
    tenant             text collate "C" not null,
    id                 text collate "C" not null unique,
    type               text collate "C" not null,
    resource           text collate "C" not null,
    resource_id        text collate "C" not null,
    resource_sequence  bigint not null,
    occurred_at        timestamptz not null,
    dispatched         boolean not null default false,
    doc                json not null,
    unique (tenant, resource, resource_id, resource_sequence)
);

create index event_to_dispatch on event (seq) where not dispatched;
create index event_by_time on event (tenant, occurred_at, seq);

create table hub (
    tenant      text collate "C" not null,
    id          text collate "C" not null,
    version     text collate "C" not null,
    callback    text collate "C" not null,
    query       text collate "C" not null,
    base        text collate "C" not null,
    secret      text collate "C" not null,
    created_at  timestamptz not null,
    revision    bigint not null default 1,
    doc         json not null,
    primary key (tenant, id),
    unique (id),
    constraint hub_is_registered_once unique (tenant, version, callback, query)
);

-- A delivery is waiting until it was received, and is then deleted; parked where it was given up.
create table event_delivery (
    hub_id             text collate "C" not null references hub (id) on delete cascade,
    event_seq          bigint not null references event (seq),
    resource           text collate "C" not null,
    resource_id        text collate "C" not null,
    resource_sequence  bigint not null,
    attempts           int not null default 0,
    retry_at           timestamptz not null,
    parked             boolean not null default false,
    reason             text,
    primary key (hub_id, event_seq)
);

create index event_delivery_waiting on event_delivery (hub_id, event_seq) where not parked;
create index event_delivery_in_order on event_delivery (hub_id, resource, resource_id, resource_sequence) where not parked;
create index event_delivery_of_event on event_delivery (event_seq);
