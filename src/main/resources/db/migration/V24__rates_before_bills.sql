-- Billing writes the rates of many bills before it draws the numbers of the bills, so that others wait less for a gapless series.
-- The bill of each rate must be there at commit.
alter table applied_customer_billing_rate alter constraint rate_bill_exists deferrable initially immediate;

-- A rate that was on no bill may be changed: the guard need not look at it.
create or replace trigger rate_guard before update on applied_customer_billing_rate
    for each row when (old.bill_id is not null) execute function rate_guard();
