-- Imports: which line of which import loaded a row, so that two lines of one import with one id and other content are found.

alter table billing_account
    add column loaded_fingerprint bigint, add column loaded_import bigint, add column loaded_line bigint;
alter table bill_cycle_specification
    add column loaded_fingerprint bigint, add column loaded_import bigint, add column loaded_line bigint;
alter table bill_cycle
    add column loaded_fingerprint bigint, add column loaded_import bigint, add column loaded_line bigint;
alter table customer_bill add column loaded_import bigint, add column loaded_line bigint;
alter table applied_customer_billing_rate add column loaded_import bigint, add column loaded_line bigint;

-- Lines whose rows were there before, and payments and PDF documents of bills. They are deleted when the import has ended.
create table import_line (
    tenant         text collate "C" not null,
    job_id         text collate "C" not null,
    document_type  text collate "C" not null,
    id             text collate "C" not null,
    fingerprint    bigint not null,
    line           bigint not null,
    primary key (tenant, job_id, document_type, id)
);

alter table import_line alter column tenant set (n_distinct = 2);
call enable_tenant_isolation('import_line');

-- Records that a CSV mapping skips.
alter table import_job add column skipped bigint not null default 0;
