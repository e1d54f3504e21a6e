-- The tax rules of a tenant, and what becomes of tax amounts that rating computed.
create table tax_rule (
    tenant             text collate "C" not null,
    id                 text collate "C" not null,
    tax_category       text collate "C" not null,
    jurisdiction_name  text collate "C",
    valid_from         timestamptz,
    valid_to           timestamptz,
    revision           bigint not null default 1,
    doc                json not null,
    loaded_fingerprint bigint,
    loaded_import      bigint,
    loaded_line        bigint,
    primary key (tenant, id),
    constraint tax_rule_is_valid_for_a_time check (valid_from < valid_to),
    constraint tax_rule_document_agrees check (doc ->> 'id' = id and doc ->> 'taxCategory' = tax_category)
);

-- At one time one rule says how a tax is computed: otherwise it would not be clear which one counts.
create function tax_rule_guard() returns trigger language plpgsql as $$
begin
    perform pg_advisory_xact_lock(hashtextextended('tax_rule ' || new.tenant, 0));
    if exists (
        select from tax_rule r
        where r.tenant = new.tenant and r.id <> new.id and r.tax_category = new.tax_category
            and r.jurisdiction_name is not distinct from new.jurisdiction_name
            and (r.doc ->> 'taxRate')::numeric is not distinct from (new.doc ->> 'taxRate')::numeric
            and tstzrange(r.valid_from, r.valid_to) && tstzrange(new.valid_from, new.valid_to)) then
        raise exception 'another tax rule is about the same tax at the same time'
            using errcode = 'check_violation', constraint = 'tax_rule_is_unambiguous';
    end if;
    return new;
end
$$;

create trigger tax_rule_guard before insert or update on tax_rule
    for each row execute function tax_rule_guard();

create table tax_settings (
    tenant         text collate "C" not null,
    tax_policy     text collate "C" not null default 'computed',
    tax_rate_unit  text collate "C",
    revision       bigint not null default 1,
    primary key (tenant),
    constraint tax_policy_is_known check (tax_policy in ('computed', 'asRated')),
    constraint tax_rate_unit_is_known check (tax_rate_unit in ('percent', 'fraction'))
);

-- A number is the prefix and the number with zeros before it. A gapless series is locked until the bills that took the numbers commit.
alter table bill_number_series
    add column prefix   text collate "C",
    add column digits   int not null default 10,
    add column gapless  boolean not null default true;
update bill_number_series set prefix = series || '-';
alter table bill_number_series
    alter column prefix set not null,
    add constraint bill_number_series_has_digits check (digits between 1 and 15),
    add constraint bill_number_series_prefix_is_unique unique (tenant, prefix);

call enable_tenant_isolation('tax_rule');
call enable_tenant_isolation('tax_settings');
