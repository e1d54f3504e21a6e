-- Imports: billing accounts that do not exist although bills or rates are on them.

-- Filled while lines are loaded, read and emptied at the end: an account may come after its bills.
create table import_missing_account (
    tenant      text collate "C" not null,
    job_id      text collate "C" not null,
    account_id  text collate "C" not null,
    primary key (tenant, job_id, account_id)
);

call enable_tenant_isolation('import_missing_account');

-- What an import over HTTP reports once it has ended.
alter table import_job
    add column bill_differences bigint not null default 0,
    add column missing_account_count bigint not null default 0,
    add column missing_accounts text[] collate "C" not null default '{}';

-- Deferred bills are tried before the lines that may need them.
create index import_deferred_line_bills_first
    on import_deferred_line (tenant, job_id, (document_type <> 'BILL'), source_no, line_no);
