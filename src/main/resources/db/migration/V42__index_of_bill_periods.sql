-- The bills of an account by their periods, for the check that none overlap. On its own, because an index is made beside writes only outside
-- of a transaction.
create index concurrently customer_bill_by_period on customer_bill (tenant, billing_account_id, period_start) where produced;
