-- Requests for bills are fulfilled tenant by tenant in turn.
create index on_demand_waiting_of_tenant on customer_bill_on_demand (tenant, retry_at, id) where state = 'inProgress';
drop index on_demand_waiting;
