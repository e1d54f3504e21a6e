-- The overview of a tenant adds up its bills by month from this index alone. Documents of a million bills would be more than a gigabyte to
-- read.
drop index customer_bill_by_date;
create index customer_bill_by_date on customer_bill (tenant, bill_date, id) include (currency, tax_included, amount_due, category);

-- Deliveries are listed by subscription and state, in the order in which they are due: by the index that finds what is due. The id and the
-- state are columns, and not made by the view, because row-level security lets no condition on what is made use an index.
alter table event_delivery
    add column id text collate "C" not null generated always as (hub_id || ':' || event_seq) stored,
    add column state text collate "C" not null
        generated always as (case when dead_lettered then 'deadLettered' else 'waiting' end) stored;
alter table event_delivery alter column state set (n_distinct = 2);
drop index event_delivery_due;
create index event_delivery_due on event_delivery (state, hub_id, retry_at, event_seq);

create view event_delivery_document with (security_invoker = true) as
select of_event.tenant, d.id, d.hub_id, d.event_seq, of_event.id as event_id, of_event.type as event_type, d.resource_id, d.state, d.attempts,
    d.retry_at, 1::bigint as revision,
    json_strip_nulls(json_build_object(
        'id', d.id,
        'hub', json_build_object('id', d.hub_id),
        'eventId', of_event.id,
        'eventType', of_event.type,
        'resource', json_build_object('type', d.resource, 'id', d.resource_id),
        'state', d.state,
        'attempts', d.attempts,
        'retryAt', utc_text(d.retry_at),
        'reason', d.reason)) as doc
from event_delivery d
cross join lateral (select tenant, id, type from event where seq = d.event_seq limit 1) of_event;
grant select on event_delivery_document to billwright_app;

-- The machine clients of a tenant, without what their secrets are compared with. Their tables hold the clients of all tenants, so that the
-- view has the tenant that its reader is bound to, and no other.
create view machine_client_document with (security_invoker = true) as
select client.tenant, client.id, client.requests_per_second, client.created_at,
    coalesce((extract(epoch from last_secret) * 1000000)::bigint, 1) as revision,
    json_strip_nulls(json_build_object(
        'id', client.id,
        'requestsPerSecond', client.requests_per_second,
        'role', (select json_agg(json_build_object('id', role) order by role) from unnest(client.roles) as role),
        'scope', scopes,
        'secret', secrets,
        'createdAt', utc_text(client.created_at))) as doc
from client
cross join lateral (
    select json_agg(json_build_object('createdAt', utc_text(created_at), 'expiresAt', utc_text(expires_at))
            order by created_at desc) as secrets,
        max(created_at) as last_secret
    from client_secret
    where client_id = client.id) of_secrets
cross join lateral (
    select json_agg(json_build_object('business', json_build_object('id', business), 'operation', operations) order by business) as scopes
    from (
        select business, json_agg(json_build_object('id', operation) order by operation) as operations
        from client_scope
        where client_id = client.id
        group by business) of_business) of_scopes
where client.revoked_at is null and client.tenant = current_setting('billwright.tenant', true);
grant select on machine_client_document to billwright_app;

-- Requests for bills are listed by state: the few that wait among all that are done.
create index on_demand_by_state on customer_bill_on_demand (tenant, state, id);
