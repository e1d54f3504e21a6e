-- Billing accounts are listed by their state and by their bill cycle specification. Keys of indexes are short texts.
alter table billing_account add column cycle_specification_id text collate "C";

update billing_account
set cycle_specification_id = doc #>> '{billStructure,cycleSpecification,id}'
where length(doc #>> '{billStructure,cycleSpecification,id}') <= 200;

-- TMF666 writes states with a capital.
update billing_account set state = lower(state)
where state <> lower(state) and lower(state) in ('pending', 'active', 'suspended', 'inactive', 'closed');

create index billing_account_by_state on billing_account (tenant, state, id);
create index billing_account_by_cycle on billing_account (tenant, cycle_specification_id, id);

-- Who sends the bills of a tenant.
create table issuer (
    tenant   text collate "C" primary key,
    revision bigint not null default 1,
    doc      json not null
);

call enable_tenant_isolation('issuer');
