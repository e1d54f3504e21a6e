-- Fills customer_bill with bills of tenant 'bench' as billing runs leave them: twelve months for each account, documents
-- of about 1.3 kB, the same on every run.
--   psql -v bills=100000 -f bills.sql
-- Ids are 1000000001 and up: digits only, so that pgbench can draw them with random().
\set ON_ERROR_STOP on
\if :{?bills}
\else
    \set bills 100000
\endif

-- Points in time and money as documents hold them.
create function pg_temp.utc(at timestamp) returns text language sql
    return to_char(at, 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"');
create function pg_temp.usd(amount numeric) returns text language sql
    return format('{"unit":"USD","value":%s}', amount);

with numbered as (
    select n, 1000000000 + n as id, (n - 1) / 12 as account, (n - 1) % 12 as month
    from generate_series(1, :bills) as n
), priced as (
    select *,
        (array['Ana Rivera', 'José Santos', 'Yuki Tanaka', 'Mariam Haddad', 'Carmen Ortiz'])[1 + account % 5] as name,
        1 + 7 * (account % 4) as cycle_day,
        round(25 + (n::bigint * 7919 % 9000) / 100.0, 2) as net
    from numbered
), taxed as (
    select *,
        round(net * 0.105, 2) as state_tax,
        round(net * 0.01, 2) as city_tax,
        net + round(net * 0.105, 2) + round(net * 0.01, 2) as gross,
        timestamp '2024-01-01 04:00' + make_interval(months => month, days => cycle_day - 1) as period_start,
        -- The newest month is open, a fifth of the one before is paid in part, the rest is settled.
        case when month = 11 then 'sent' when month = 10 and account % 5 = 0 then 'partiallyPaid' else 'settled' end as state
    from priced
), dated as (
    select *,
        period_start + interval '1 month' as period_end,
        period_start + interval '1 month 6 hours' as bill_date,
        period_start + interval '1 month 22 days' - interval '1 second' as due_date,
        case state when 'sent' then 0 when 'settled' then gross else round(gross / 2, 2) end as paid
    from taxed
)
insert into customer_bill (
    tenant, id, bill_no, state, billing_account_id, bill_cycle_id, party_ids, category, run_type,
    bill_date, period_start, period_end, payment_due_date,
    currency, tax_excluded, tax_included, amount_due, remaining, last_update, doc)
select
    'bench', id::text, 'B-' || id, state, 'BA-' || account, 'CYCLE-' || cycle_day,
    array['P-' || account], 'normal', 'onCycle',
    bill_date at time zone 'UTC', period_start at time zone 'UTC', period_end at time zone 'UTC',
    due_date at time zone 'UTC',
    'USD', net, gross, gross, gross - paid, bill_date at time zone 'UTC',
    (format('{"id":"%1$s","href":"customerBill/%1$s","billNo":"B-%1$s","state":"%2$s","category":"normal",'
            '"runType":"onCycle","billDate":"%3$s","lastUpdate":"%3$s","paymentDueDate":"%4$s",'
            '"billingPeriod":{"startDateTime":"%5$s","endDateTime":"%6$s"},',
            id, state, pg_temp.utc(bill_date), pg_temp.utc(due_date),
            pg_temp.utc(period_start), pg_temp.utc(period_end))
        || format('"billingAccount":{"id":"BA-%1$s","name":"%2$s","@referredType":"BillingAccount"},'
            '"relatedParty":[{"role":"customer","partyOrPartyRole":'
            '{"id":"P-%1$s","name":"%2$s","@referredType":"Individual"}}],', account, name)
        || format('"taxExcludedAmount":%s,"taxIncludedAmount":%s,"amountDue":%s,"remainingAmount":%s,',
            pg_temp.usd(net), pg_temp.usd(gross), pg_temp.usd(gross), pg_temp.usd(gross - paid))
        || format('"taxItem":[{"taxCategory":"IVU","taxRate":10.5,"taxAmount":%s},'
            '{"taxCategory":"IVU-MUNICIPAL","taxRate":1,"taxAmount":%s}],',
            pg_temp.usd(state_tax), pg_temp.usd(city_tax))
        || format('"billDocument":[{"id":"%1$s","name":"Bill B-%1$s","attachmentType":"bill","mimeType":"text/html",'
            '"url":"customerBill/%1$s/billDocument/%1$s"}],'
            '"billCycle":{"id":"CYCLE-%2$s","name":"Monthly, day %2$s"},"@type":"CustomerBill"', id, cycle_day)
        || case when paid > 0
            then format(',"appliedPayment":[{"appliedAmount":%s,"payment":{"id":"PAY-%s","@referredType":"Payment"}}]',
                pg_temp.usd(paid), id)
            else ''
        end
        || '}')::json
from dated;

-- The document says what the columns say.
do $$
begin
    assert not exists (
        select from customer_bill
        where tenant = 'bench'
            and (bill_no, billing_account_id, bill_cycle_id, category, run_type,
                    bill_date, period_start, period_end, payment_due_date, last_update,
                    currency, tax_excluded, tax_included, amount_due, remaining)
                is distinct from
                (doc ->> 'billNo', doc #>> '{billingAccount,id}', doc #>> '{billCycle,id}',
                    doc ->> 'category', doc ->> 'runType', (doc ->> 'billDate')::timestamptz,
                    (doc #>> '{billingPeriod,startDateTime}')::timestamptz,
                    (doc #>> '{billingPeriod,endDateTime}')::timestamptz,
                    (doc ->> 'paymentDueDate')::timestamptz, (doc ->> 'lastUpdate')::timestamptz,
                    doc #>> '{amountDue,unit}', (doc #>> '{taxExcludedAmount,value}')::numeric,
                    (doc #>> '{taxIncludedAmount,value}')::numeric, (doc #>> '{amountDue,value}')::numeric,
                    (doc #>> '{remainingAmount,value}')::numeric)),
        'a document and its columns differ';
end
$$;
