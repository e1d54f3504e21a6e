-- The events of a tenant by the time of their record: each tenant's are purged by its own period, without reading those that another keeps.
create index concurrently event_of_tenant_by_recorded_at on event (tenant, recorded_at, seq);
