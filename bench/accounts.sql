-- Accounts of a bill cycle, with eight unbilled rates each. Needs the variable accounts.
insert into bill_cycle_specification (tenant, id, doc) values ('bench', 'RUN', '{"id":"RUN","frequency":"monthly","billingDateShift":0}');
insert into billing_account (tenant, id, state, currency, time_zone, cycle_specification_id, doc)
select 'bench', 'A' || i, 'active', 'USD', 'America/Puerto_Rico', 'RUN',
    format('{"id":"A%s","name":"Name %s","currency":"USD","timeZone":"America/Puerto_Rico",'
        '"billStructure":{"cycleSpecification":{"id":"RUN"}}}', i, i)::json
from generate_series(0, :accounts - 1) i;
insert into applied_customer_billing_rate (
    tenant, id, billing_account_id, type, product_id, date, currency, tax_excluded, doc)
select 'bench', 'R' || i || '-' || line, 'A' || i, 'usageCharge', 'PROD-' || line, '2026-05-20T00:00:00Z', 'USD', line + 0.25,
    (format('{"id":"R%1$s-%2$s","href":"appliedCustomerBillingRate/R%1$s-%2$s","isBilled":false,"billingAccount":{"id":"A%1$s"},', i, line)
        || format('"appliedBillingRateType":"usageCharge","description":"Line %1$s of the month","date":"2026-05-20T00:00:00Z",'
            '"product":{"id":"PROD-%1$s","name":"Product %1$s"},"characteristic":[{"name":"BalanceIndicator","value":"I"}],'
            '"taxExcludedAmount":{"unit":"USD","value":%1$s.25},"appliedTax":[{"taxCategory":"IVU","taxRate":10.5},{"taxCategory":"CITY","taxRate":1}]}',
            line))::json
from generate_series(0, :accounts - 1) i cross join generate_series(1, 8) line;
analyze;
