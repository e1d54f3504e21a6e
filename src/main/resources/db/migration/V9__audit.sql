-- Who read or changed what. Entries are added and never changed; from time to time those that are new are sealed: a seal is
-- the hash of its entries and of the seal before it, so that an entry that was changed, taken out or slipped in shows.

create table audit_entry (
    tenant    text collate "C" not null,
    seq       bigint not null generated always as identity,
    id        text collate "C" not null,
    date      timestamptz not null,
    caller    text collate "C" not null,
    action    text collate "C" not null,
    resource  text collate "C" not null,
    seal      bigint,
    revision  bigint not null default 1,
    doc       json not null,
    primary key (tenant, id),
    constraint audit_document_agrees check (
        doc ->> 'id' = id and doc ->> 'caller' = caller and doc ->> 'action' = action and doc ->> 'resource' = resource)
);

create index audit_entry_by_date on audit_entry (tenant, date, id);
create index audit_entry_of_seal on audit_entry (tenant, seal, seq);
create index audit_entry_unsealed on audit_entry (tenant, seq) where seal is null;

create table audit_seal (
    tenant    text collate "C" not null,
    no        bigint not null check (no > 0),
    entries   int not null check (entries > 0),
    previous  text collate "C" not null,
    hash      text collate "C" not null,
    sealed_at timestamptz not null,
    primary key (tenant, no)
);

create function audit_is_append_only() returns trigger language plpgsql as $$
begin
    if tg_op = 'UPDATE' and tg_table_name = 'audit_entry' and old.seal is null and new.seal is not null
        and (new.tenant, new.seq, new.id, new.date, new.caller, new.action, new.resource, new.revision, new.doc::text)
            = (old.tenant, old.seq, old.id, old.date, old.caller, old.action, old.resource, old.revision, old.doc::text) then
        return new;
    end if;
    raise exception '% is not changed', tg_table_name using errcode = 'insufficient_privilege';
end
$$;

create trigger audit_is_append_only before update or delete on audit_entry
    for each row execute function audit_is_append_only();
create trigger audit_is_append_only before update or delete on audit_seal
    for each row execute function audit_is_append_only();

alter table audit_entry enable row level security;
alter table audit_seal enable row level security;
grant select, insert on audit_entry to billwright_app;
grant select on audit_seal to billwright_app;
grant select, update (seal) on audit_entry to billwright_worker;
grant select, insert on audit_seal to billwright_worker;
create policy tenant_alone on audit_entry to billwright_app using (tenant = current_setting('billwright.tenant', true));
create policy tenant_alone on audit_seal to billwright_app using (tenant = current_setting('billwright.tenant', true));
create policy work_of_all on audit_entry to billwright_worker using (true);
create policy work_of_all on audit_seal to billwright_worker using (true);
