-- The overview of a tenant adds up its bills by month, and by the age of what is open, from these indexes alone. Documents of a million
-- bills would be more than a gigabyte to read.
drop index customer_bill_by_date;
create index customer_bill_by_date on customer_bill (tenant, bill_date, id) include (currency, tax_included, amount_due, category);
drop index customer_bill_due;
create index customer_bill_due on customer_bill (tenant, payment_due_date, id) include (currency, remaining, amount_due, category)
    where state in ('sent', 'partiallyPaid') and amount_due > 0 and (remaining is null or remaining > 0);
-- With the same columns, because without statistics PostgreSQL takes an index that has more of them for a smaller one: the bills of an
-- account would be looked for by date.
drop index customer_bill_due_by_account;
create index customer_bill_due_by_account on customer_bill (tenant, billing_account_id, payment_due_date, id)
    include (currency, remaining, amount_due, category)
    where state in ('sent', 'partiallyPaid') and amount_due > 0 and (remaining is null or remaining > 0);
