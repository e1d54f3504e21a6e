-- Documents that are made here are kept beside those that were imported: in the database, or as objects of a bucket.
alter table bill_document_content
    add column origin      text collate "C" not null default 'imported',
    add column object_key  text collate "C",
    add column size        int,
    add column pages       int,
    alter column bytes drop not null;

update bill_document_content set size = octet_length(bytes);

alter table bill_document_content
    alter column size set not null,
    add constraint document_origin_is_known check (origin in ('imported', 'generated')),
    add constraint document_content_is_in_one_place check ((bytes is null) <> (object_key is null)),
    add constraint document_size_agrees check (size >= 0 and (bytes is null or octet_length(bytes) = size));

-- A document is that of the bill as it is: where an import changes what it shows, it is made again when it is next asked for.
create function discard_generated_documents() returns trigger language plpgsql as $$
begin
    delete from bill_document_content where tenant = new.tenant and bill_id = new.id and origin = 'generated';
    return null;
end
$$;

create trigger bill_content_has_changed after update on customer_bill
    for each row when (
        (old.bill_no, old.category, old.billing_account_id, old.bill_date, old.period_start, old.period_end, old.payment_due_date,
            old.currency, old.tax_excluded, old.tax_included, old.amount_due, old.party_ids, old.corrected_bill_id)
        is distinct from
        (new.bill_no, new.category, new.billing_account_id, new.bill_date, new.period_start, new.period_end, new.payment_due_date,
            new.currency, new.tax_excluded, new.tax_included, new.amount_due, new.party_ids, new.corrected_bill_id))
    execute function discard_generated_documents();

-- Objects of a bucket whose document is gone: they are deleted there, too.
create table document_object_deletion (
    tenant      text collate "C" not null,
    object_key  text collate "C" not null,
    due_at      timestamptz not null default now(),
    attempts    int not null default 0,
    primary key (tenant, object_key)
);

create index document_object_deletion_due on document_object_deletion (due_at);
call enable_tenant_isolation('document_object_deletion');
call grant_worker_access('document_object_deletion');

create function delete_document_object() returns trigger language plpgsql as $$
begin
    insert into document_object_deletion (tenant, object_key) values (old.tenant, old.object_key) on conflict do nothing;
    return null;
end
$$;

create trigger document_object_is_gone after delete on bill_document_content
    for each row when (old.object_key is not null) execute function delete_document_object();
create trigger document_object_is_replaced after update on bill_document_content
    for each row when (old.object_key is not null and old.object_key is distinct from new.object_key)
    execute function delete_document_object();

-- The documents of the bills of a run, which are made after it.
create table bill_document_job (
    tenant        text collate "C" not null,
    run_id        text collate "C" not null,
    bills         int not null,
    requested_at  timestamptz not null,
    requested_by  text collate "C" not null,
    primary key (tenant, run_id),
    constraint document_job_is_of_a_run foreign key (tenant, run_id) references bill_run (tenant, id)
);

call enable_tenant_isolation('bill_document_job');

-- Some bills of a job, whose documents are made in one transaction.
create table bill_document_request (
    tenant    text collate "C" not null,
    id        text collate "C" not null,
    run_id    text collate "C" not null,
    bill_ids  text[] collate "C" not null,
    due_at    timestamptz not null default now(),
    attempts  int not null default 0,
    failure   text,
    primary key (tenant, id),
    constraint document_request_is_of_a_job foreign key (tenant, run_id) references bill_document_job (tenant, run_id)
);

create index bill_document_request_due on bill_document_request (tenant, due_at, id) where failure is null;
create index bill_document_request_of_run on bill_document_request (tenant, run_id);
call enable_tenant_isolation('bill_document_request');
call grant_worker_access('bill_document_request');

-- Links to the page of one bill for whoever has them. Only the digest of a link's secret is stored.
create table bill_link (
    tenant         text collate "C" not null,
    id             text collate "C" not null,
    bill_id        text collate "C" not null,
    secret_sha256  text collate "C" not null,
    created_at     timestamptz not null,
    created_by     text collate "C" not null,
    expires_at     timestamptz not null,
    revoked_at     timestamptz,
    revoked_by     text collate "C",
    primary key (tenant, id),
    constraint link_secret_is_unique unique (secret_sha256),
    constraint link_is_of_a_bill foreign key (tenant, bill_id) references customer_bill (tenant, id) on delete cascade,
    constraint link_expires_after_its_creation check (expires_at > created_at),
    constraint link_is_revoked_by_someone check ((revoked_at is null) = (revoked_by is null))
);

create index bill_link_of_bill on bill_link (tenant, bill_id, created_at, id);
call enable_tenant_isolation('bill_link');
call grant_worker_access('bill_link');
