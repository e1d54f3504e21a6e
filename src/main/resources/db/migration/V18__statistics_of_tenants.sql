-- Statistics of a table that was analysed when it had a row or two say that a tenant, a state or a resource has one row. Then all
-- indexes that begin with the tenant cost the same, and a statement may read all rows of a tenant to find the bills of an account.
-- Columns by which rows are not found have these numbers of values in any statistics, whatever the table holds.
do $$
declare
    of_tenant record;
begin
    for of_tenant in
        select c.oid::regclass as name
        from pg_class c
        join pg_attribute a on a.attrelid = c.oid
        where c.relkind = 'r' and c.relnamespace = current_schema()::regnamespace and a.attname = 'tenant' and not a.attisdropped
    loop
        execute format('alter table %s alter column tenant set (n_distinct = 2)', of_tenant.name);
    end loop;
end
$$;

alter table customer_bill alter column state set (n_distinct = 2);
alter table related_party alter column resource set (n_distinct = 2);
alter table customer_bill_on_demand alter column state set (n_distinct = 2);
alter table event_delivery alter column hub_id set (n_distinct = 2);
alter table event_delivery alter column resource set (n_distinct = 2);

-- Parties of a resource are looked up by its id; the resources of a party never by this index.
drop index related_party_of;
create index related_party_of on related_party (resource_id, tenant, resource);
