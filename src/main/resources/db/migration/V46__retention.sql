-- How long a tenant keeps what it has. Where a period is null, the setting of the server holds.
create table retention (
    tenant              text collate "C" not null primary key,
    bill_years          int,
    event_days          int,
    rejected_line_days  int,
    deletes_bills       boolean not null default false,
    revision            bigint not null default 1,
    constraint retention_periods_are_possible check (
        bill_years between 1 and 100 and event_days between 1 and 3650 and rejected_line_days between 1 and 3650)
);

call enable_tenant_isolation('retention');

-- Events and rejected lines of all tenants are purged by one worker.
grant select on retention to billwright_worker;
create policy worker_access on retention for select to billwright_worker using (true);

-- A bill that a run made and that was deleted when its period was over, or with its person. The digest of the run still has it.
alter table bill_run_account add column bill_deleted boolean not null default false;
