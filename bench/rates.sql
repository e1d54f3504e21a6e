-- Fills applied_customer_billing_rate with eight rates for each bill of tenant 'bench' that bills.sql made.
-- Rows are made in an order that their indexes like, and the foreign key is not asked for each: the bills are there.
\set ON_ERROR_STOP on
set session_replication_role = replica;

insert into applied_customer_billing_rate (
    tenant, id, bill_id, billing_account_id, type, product_id, date, currency, tax_excluded, tax_included, doc)
select
    'bench', b.id || '-' || line, b.id, b.billing_account_id, kind, 'PROD-' || line, b.period_start,
    'USD', net, net + tax,
    (format('{"id":"%1$s-%2$s","href":"appliedCustomerBillingRate/%1$s-%2$s","isBilled":true,'
            '"bill":{"id":"%1$s","href":"customerBill/%1$s"},"billingAccount":{"id":"%3$s"},',
            b.id, line, b.billing_account_id)
        || format('"appliedBillingRateType":"%s","description":"Line %s of the month","date":"%s",'
            '"product":{"id":"PROD-%s","name":"Product %s"},',
            kind, line, to_char(b.period_start at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'), line, line)
        || format('"characteristic":[{"name":"BalanceIndicator","value":"I"}],'
            '"taxExcludedAmount":{"unit":"USD","value":%s},"taxIncludedAmount":{"unit":"USD","value":%s},'
            '"appliedTax":[{"taxCategory":"IVU","taxRate":10.5,"taxAmount":{"unit":"USD","value":%s}}]}',
            net, net + tax, tax))::json
from customer_bill b
cross join generate_series(1, 8) as line
cross join lateral (values (
    case when line = 1 then 'recurringCharge' else 'usageCharge' end,
    -- The last has what rounding left, so that they add up to the bill.
    case when line = 8 then b.tax_excluded - 7 * round(b.tax_excluded / 8, 2) else round(b.tax_excluded / 8, 2) end,
    round(b.tax_excluded / 8 * 0.105, 2))) as amounts (kind, net, tax)
where b.tenant = 'bench';
