#!/usr/bin/env bash
# Payments through the API and by import against inserting the same rows. README.md says what the figures mean.
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

cpu() { # of the server, or of PostgreSQL and its backends, in clock ticks
    if [ "$1" = server ]; then
        awk '{ print $14 + $15 }' "/proc/$server/stat"
    else
        local postmaster process
        postmaster="$(head -n 1 "$work/db/postmaster.pid")"
        {
            awk '{ print $16 + $17 }' "/proc/$postmaster/stat"
            for process in $(pgrep -P "$postmaster"); do awk '{ print $14 + $15 }' "/proc/$process/stat" 2>/dev/null || true; done
        } | awk '{ sum += $1 } END { print sum }'
    fi
}
milliseconds() { awk "BEGIN { printf \"%.1f\", ($2 - $1) * 1000 / $(getconf CLK_TCK) / $3 }"; } # ticks before and after, payments

row='%-6s %16s %16s %8s %9s %9s %16s %16s\n'
# shellcheck disable=SC2059
printf "$row" round 'rows, payments/s' 'API, payments/s' ratio 'p50, ms' 'p99, ms' 'CPU ms: server' 'PostgreSQL'
for ((round = 1; round <= rounds; round++)); do
    pgbench_round "$seconds" raw.sql
    server_cpu="$(cpu server)" database_cpu="$(cpu database)"
    run wrk -t "$threads" -c "$clients" -d "${seconds}s" --timeout 30s -s "$here/payments.lua" "http://127.0.0.1:$port" -- \
        /operations/v1/payment "$accounts" >wrk.txt || fail "wrk failed"
    read -r _ requests http p50 p99 errors < <(grep '^bench ' wrk.txt) || fail "wrk printed no figures"
    ((requests > 0 && errors == 0)) || { cat wrk.txt >&2; fail "$errors of $requests requests failed"; }
    # shellcheck disable=SC2059
    printf "$row" "$round" "$raw" "$http" "$(ratio "$http" "$raw" | tee -a ratios)" "$p50" "$p99" \
        "$(milliseconds "$server_cpu" "$(cpu server)" "$requests")" "$(milliseconds "$database_cpu" "$(cpu database)" "$requests")"
done
wrong="$(psql -AtqXc "select count(*) from customer_bill b where remaining <> amount_due - (
    select coalesce(sum(amount), 0) from allocation a where a.tenant = b.tenant and a.bill_id = b.id)")"
[ "$wrong" = 0 ] || fail "$wrong bills do not agree with the ledger"
echo "median ratio: $(median <ratios)"
stop_server

# The same number of payments as lines of an import, and as rows of two tables that are inserted by one statement each.
lines="${BENCH_LINES:-100000}"
psql -qX -v ON_ERROR_STOP=1 -c "\copy (select json_build_object('@type', 'Payment', 'id', 'L' || i, 'correlatorId', 'C' || i,
    'account', json_build_object('id', 'A' || i % $accounts), 'amount', json_build_object('unit', 'USD', 'value', 1 + i % 40),
    'paymentDate', '2026-06-10T00:00:00Z') from generate_series(1, $lines) i) to lines.ndjson" \
    -c "create table raw.line (like account_credit including defaults)" \
    -c "insert into raw.line (tenant, kind, id, account_id, currency, amount, payment_date, correlator_id, imported, details)
        select 'bench', 'payment', 'L' || i, 'A' || i % $accounts, 'USD', 1 + i % 40, '2026-06-10', 'C' || i, true, '{}'
        from generate_series(1, $lines) i" -c checkpoint
row='%-6s %16s %16s %8s %16s\n'
# shellcheck disable=SC2059
printf "$row" round 'rows, payments/s' 'import' ratio 'again'
timed() { # sets rate, in payments per second
    local began="${EPOCHREALTIME/./}"
    run "$@" >import.txt 2>&1 || { tail -n 5 import.txt >&2; fail "$* failed"; }
    rate="$(awk "BEGIN { printf \"%.0f\", $lines * 1000000 / (${EPOCHREALTIME/./} - $began) }")"
}
import_lines() {
    BILLWRIGHT_DATABASE_URL="postgresql://$PGHOST:$PGPORT/$PGDATABASE" BILLWRIGHT_DATABASE_USERNAME="$PGUSER" \
        BILLWRIGHT_TENANT=bench "$home/billwright" import --type credit lines.ndjson
}
insert_rows() {
    psql -qX -v ON_ERROR_STOP=1 -c 'begin' -c 'insert into raw.account_credit select * from raw.line' -c "insert into raw.ledger_entry
        (tenant, account_id, kind, currency, amount, source_id, value_date)
        select tenant, account_id, 'payment', currency, -amount, id, payment_date from raw.line" -c 'commit'
}
for ((round = 1; round <= rounds; round++)); do
    psql -qX -c 'truncate raw.account_credit, raw.ledger_entry'
    timed insert_rows
    rows="$rate"
    psql -qX -c "set billwright.erasure = 'on'" -c "delete from account_credit where id like 'L%'" \
        -c "delete from ledger_entry where source_id like 'L%'" -c 'vacuum account_credit, ledger_entry'
    timed import_lines
    imported="$rate"
    grep -q "^$lines loaded" import.txt || { cat import.txt >&2; fail "not all were loaded"; }
    timed import_lines
    # shellcheck disable=SC2059
    printf "$row" "$round" "$rows" "$imported" "$(ratio "$imported" "$rows")" "$rate"
done
