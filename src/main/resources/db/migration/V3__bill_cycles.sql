-- When bills are made: a specification says on which day of which months, a cycle is one such turn with its dates.

create table bill_cycle_specification (
    tenant    text collate "C" not null,
    id        text collate "C" not null,
    revision  bigint not null default 1,
    doc       json not null,
    primary key (tenant, id),
    constraint specification_document_agrees check (doc ->> 'id' = id)
);

create table bill_cycle (
    tenant            text collate "C" not null,
    id                text collate "C" not null,
    specification_id  text collate "C",
    billing_date      timestamptz,
    revision          bigint not null default 1,
    doc               json not null,
    primary key (tenant, id),
    constraint cycle_document_agrees check (doc ->> 'id' = id)
);

create index bill_cycle_by_date on bill_cycle (tenant, billing_date, id);
create index bill_cycle_by_specification on bill_cycle (tenant, specification_id, billing_date, id);

-- The bills of a cycle.
create index customer_bill_by_cycle on customer_bill (tenant, bill_cycle_id, bill_date, id) where bill_cycle_id is not null;
