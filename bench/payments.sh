#!/usr/bin/env bash
# Payments through the API against pgbench inserting the same rows, one payment a transaction. README.md says what the figures mean.
set -euo pipefail
. "$(dirname "${BASH_SOURCE[0]}")/common.sh"
accounts="${BENCH_ACCOUNTS:-20000}" seconds="${BENCH_SECONDS:-10}" rounds="${BENCH_ROUNDS:-3}"

"$home/billwright" --version >/dev/null # builds where that is needed
start_database
port="$(free_port)"
start_server
echo "making $accounts accounts with a bill each …"
cat >accounts.sql <<'SQL'
insert into billing_account (tenant, id, state, currency, time_zone, doc)
select 'bench', 'A' || i, 'active', 'USD', 'UTC', format('{"id":"A%s","currency":"USD"}', i)::json
from generate_series(0, :accounts - 1) i;
insert into customer_bill (
    tenant, id, bill_no, state, billing_account_id, bill_date, payment_due_date, currency, amount_due, remaining, doc)
select 'bench', 'B' || i, 'B' || i, 'sent', 'A' || i, '2026-06-01', '2026-06-20', 'USD', 1000000, 1000000,
    format('{"id":"B%1$s","billNo":"B%1$s","state":"sent","billDate":"2026-06-01T00:00:00Z","billingAccount":{"id":"A%1$s"},'
        '"amountDue":{"unit":"USD","value":1000000.00},"remainingAmount":{"unit":"USD","value":1000000.00}}', i)::json
from generate_series(0, :accounts - 1) i;
analyze;
SQL
run psql -qX -v accounts="$accounts" -v ON_ERROR_STOP=1 -f accounts.sql

# The rows of a payment as they are, in a schema without the triggers: entry, credit, allocation, the bill, its audit entry and event.
psql -qX -v ON_ERROR_STOP=1 <<'SQL'
create schema raw;
create table raw.ledger_entry (like ledger_entry including all);
create table raw.account_credit (like account_credit including all);
create table raw.allocation (like allocation including all);
create table raw.customer_bill (like customer_bill including all);
insert into raw.customer_bill select * from customer_bill;
analyze;
SQL
cat >raw.sql <<SQL
\set a random(0, $((accounts - 1)))
\set amount random(1, 40)
begin;
insert into raw.account_credit (tenant, kind, id, account_id, currency, amount, allocated, payment_date, correlator_id, details)
    values ('bench', 'payment', gen_random_uuid()::text, 'A' || :a, 'USD', :amount, :amount, now(), gen_random_uuid()::text, '{}');
insert into raw.ledger_entry (tenant, account_id, kind, currency, amount, source_id, value_date)
    values ('bench', 'A' || :a, 'payment', 'USD', 0 - :amount, 'x', now());
insert into raw.allocation (tenant, bill_id, source_kind, source_id, account_id, currency, amount)
    values ('bench', 'B' || :a, 'payment', 'x', 'A' || :a, 'USD', :amount);
update raw.customer_bill set remaining = remaining - :amount, revision = revision + 1 where tenant = 'bench' and id = 'B' || :a;
commit;
SQL

# Compiles what is used often, and lets each connection make its temporary table.
run wrk -t "$threads" -c "$clients" -d "${seconds}s" --timeout 60s -s "$here/payments.lua" "http://127.0.0.1:$port" -- \
    /operations/v1/payment "$accounts" >wrk.txt || fail "wrk failed"

row='%-6s %16s %16s %8s %9s %9s\n'
# shellcheck disable=SC2059
printf "$row" round 'rows, payments/s' 'API, payments/s' ratio 'p50, ms' 'p99, ms'
for ((round = 1; round <= rounds; round++)); do
    pgbench_round "$seconds" raw.sql
    run wrk -t "$threads" -c "$clients" -d "${seconds}s" --timeout 30s -s "$here/payments.lua" "http://127.0.0.1:$port" -- \
        /operations/v1/payment "$accounts" >wrk.txt || fail "wrk failed"
    read -r _ requests http p50 p99 errors < <(grep '^bench ' wrk.txt) || fail "wrk printed no figures"
    ((requests > 0 && errors == 0)) || { cat wrk.txt >&2; fail "$errors of $requests requests failed"; }
    # shellcheck disable=SC2059
    printf "$row" "$round" "$raw" "$http" "$(ratio "$http" "$raw" | tee -a ratios)" "$p50" "$p99"
done
wrong="$(psql -AtqXc "select count(*) from customer_bill b where remaining <> amount_due - (
    select coalesce(sum(amount), 0) from allocation a where a.tenant = b.tenant and a.bill_id = b.id)")"
[ "$wrong" = 0 ] || fail "$wrong bills do not agree with the ledger"
echo "median ratio: $(median <ratios)"
