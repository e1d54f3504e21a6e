-- Imports: how far each has come, what of it waits, and what a document was when it was loaded.

-- The fingerprint of the document as it was loaded last, before payments, changes of state or a bill run. A document that
-- comes again as it came is not taken for a change.
alter table customer_bill add column loaded bigint;
alter table applied_customer_billing_rate add column loaded bigint;

-- The position is written in the transaction of the lines before it. Of the rejects file as many bytes count as are told here.
create table import_job (
    tenant         text collate "C" not null,
    id             text collate "C" not null,
    identity       text collate "C",
    sources        text[] collate "C" not null,
    state          text collate "C" not null,
    source_no      int not null default 0,
    line_no        bigint not null default 0,
    loaded         bigint not null default 0,
    unchanged      bigint not null default 0,
    refused        bigint not null default 0,
    warned         bigint not null default 0,
    rejects_bytes  bigint not null default 0,
    options        json,
    problem        text,
    started_at     timestamptz not null,
    updated_at     timestamptz not null,
    primary key (tenant, id),
    constraint import_state_is_known check (state in ('waiting', 'running', 'done', 'stopped', 'cancelled', 'failed'))
);

create index import_job_by_identity on import_job (tenant, identity, started_at) where identity is not null;

-- Lines on a bill that is not there yet; they are tried again after the last line.
create table import_later (
    tenant     text collate "C" not null,
    job_id     text collate "C" not null,
    source_no  int not null,
    line_no    bigint not null,
    kind       text collate "C" not null,
    doc        json not null,
    line       bytea not null,
    primary key (tenant, job_id, source_no, line_no),
    constraint later_job_exists foreign key (tenant, job_id) references import_job (tenant, id) on delete cascade
);

-- The bills that an import has to do with, whose lines are added up at its end.
create table import_bill (
    tenant   text collate "C" not null,
    job_id   text collate "C" not null,
    bill_id  text collate "C" not null,
    primary key (tenant, job_id, bill_id)
);

call protect_tenants('import_job');
call protect_tenants('import_later');
call protect_tenants('import_bill');
