-- The audit trail is written once and never again. An entry has a hash of its own, which its writer computed over all of its
-- columns; a seal covers the entries of a range of numbers (seq) and is computed from their hashes alone. Before, each entry was
-- updated when it was sealed, and a check parsed its document four times.
--
-- Seals of the time before keep their algorithm (1: over the texts of documents), so that hashes that were kept elsewhere stay
-- valid. Their entries keep the number of their seal, because they were no ranges.

alter table audit_entry disable trigger audit_is_append_only;
alter table audit_seal disable trigger audit_is_append_only;

alter table audit_entry drop constraint audit_document_agrees;
drop index audit_entry_of_seal;
drop index audit_entry_unsealed;

alter table audit_entry add column hash bytea;
alter table audit_seal
    add column algorithm smallint not null default 1 check (algorithm in (1, 2)),
    add column last_seq bigint;
alter table audit_seal alter column algorithm drop default;

-- The ranges begin after all entries of the old seals: what is not sealed yet gets new numbers above theirs.
update audit_seal set last_seq = (select coalesce(max(seq), 0) from audit_entry);
alter table audit_seal alter column last_seq set not null;

-- A text with its length in bytes before it, so that no character can move from one column to the next.
create function audit_netstring(value text) returns bytea language sql immutable as $$
    select convert_to(octet_length(convert_to(value, 'UTF8')) || ':' || value || ',', 'UTF8')
$$;

update audit_entry set
    seq = default,
    hash = sha256(audit_netstring(tenant) || audit_netstring(id)
        || audit_netstring(((extract(epoch from date) * 1000000)::bigint)::text)
        || audit_netstring(caller) || audit_netstring(action) || audit_netstring(resource) || audit_netstring(doc::text))
where seal is null;

drop function audit_netstring(text);

-- Documents above 2 kB are compressed: by lz4, which takes less than half of the time and as much space, where PostgreSQL was
-- built with it.
do $$
begin
    alter table audit_entry alter column doc set compression lz4;
exception when feature_not_supported then
    null;
end
$$;

-- An entry has the number of an old seal, or a hash.
alter table audit_entry add constraint audit_entry_is_hashed check ((hash is null) = (seal is not null));
create unique index audit_entry_by_seq on audit_entry (tenant, seq);
create index audit_entry_of_old_seal on audit_entry (tenant, seal, seq) where seal is not null;

create or replace function audit_is_append_only() returns trigger language plpgsql as $$
begin
    raise exception '% is not changed', tg_table_name using errcode = 'insufficient_privilege';
end
$$;

alter table audit_entry enable trigger audit_is_append_only;
alter table audit_seal enable trigger audit_is_append_only;

-- Nobody but the owner chooses a number, or an old seal.
revoke insert on audit_entry from billwright_app;
grant insert (tenant, id, date, caller, action, resource, hash, doc) on audit_entry to billwright_app;
revoke update (seal) on audit_entry from billwright_worker;

-- The sealer compares the last number that was given with the transactions that are open.
grant select on sequence audit_entry_seq_seq to billwright_worker;
