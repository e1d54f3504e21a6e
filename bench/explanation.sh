#!/usr/bin/env bash
# The second month of accounts: plans that are judged by the recommended rules against plans of accounts without a bill before; verify;
# and the explanation of a bill beside GET by id. README.md says what the figures mean.
set -euo pipefail
. "$(dirname "${BASH_SOURCE[0]}")/common.sh"
accounts="${BENCH_ACCOUNTS:-20000}" rounds="${BENCH_ROUNDS:-2}" seconds="${BENCH_SECONDS:-10}"

billwright() {
    BILLWRIGHT_DATABASE_URL="postgresql://$PGHOST:$PGPORT/$PGDATABASE" BILLWRIGHT_DATABASE_USERNAME="$PGUSER" BILLWRIGHT_TENANT=bench \
        BILLWRIGHT_JAVA_OPTS=-Xmx512m "$home/billwright" "$@" >run.json 2>run.log || { tail -n 5 run.log >&2; fail "$1 $2 failed"; }
}
of_run() { psql -AtqXc "select $1 from bill_run order by created_at desc limit 1"; }
plan() { # period; prints accounts a second
    billwright run plan --cycle RUN --period "$1" --json
    ratio "$accounts" "$(of_run 'extract(epoch from planned_at - created_at)')" 0
}
row() { printf '%6s %14s %15s %10s %10s %10s %13s %13s %12s\n' "$@"; }

"$home/billwright" --version >/dev/null # builds where that is needed
start_database
port="$(free_port)"
start_server # brings the schema
stop_server
psql -qX -v accounts="$accounts" -v ON_ERROR_STOP=1 -f "$here/accounts.sql"
plan 2026-06 >/dev/null # the first round on untouched memory is slower
billwright run cancel "$(of_run id)"
first="$(plan 2026-06)"
billwright run approve "$(of_run id)" --digest "$(of_run digest)" --workers 2 --json
[ "$(of_run state)" = done ] || fail "the first month is not billed"
psql -qX -v ON_ERROR_STOP=1 <<'SQL'
insert into applied_customer_billing_rate (tenant, id, billing_account_id, type, product_id, date, currency, tax_excluded, doc)
select tenant, id || 'b', billing_account_id, type, product_id, date + interval '1 month', currency, coalesce((before_billing #>> '{taxExcludedAmount,value}')::numeric, tax_excluded),
    (replace(replace(left(before::text, -1), '"' || id || '"', '"' || id || 'b"'), '2026-05-20T', '2026-06-20T') || '}')::json
from applied_customer_billing_rate
cross join lateral (
    select json_build_object('id', id, 'href', 'appliedCustomerBillingRate/' || id || 'b', 'isBilled', false,
        'billingAccount', doc -> 'billingAccount', 'appliedBillingRateType', type, 'description', doc -> 'description',
        'date', '2026-05-20T00:00:00Z', 'product', doc -> 'product', 'taxExcludedAmount', doc -> 'taxExcludedAmount',
        'appliedTax', '[{"taxCategory":"IVU","taxRate":10.5},{"taxCategory":"CITY","taxRate":1}]'::json) as before) as unbilled;
vacuum analyze;
SQL
"$home/billwright" rule recommended >rules.json
billwright rule import rules.json
second="$(plan 2026-07)"
began="${EPOCHREALTIME/./}"
billwright explain --run "$(of_run id)" --json
explained="$(awk "BEGIN { printf \"%.2f\", (${EPOCHREALTIME/./} - $began) / 1000000 }")"
billwright run approve "$(of_run id)" --digest "$(of_run digest)" --workers 2 --json
[ "$(of_run state)" = done ] || fail "the second month is not billed"
began="${EPOCHREALTIME/./}"
billwright verify --all --strict
verified="$(awk "BEGIN { printf \"%.2f\", (${EPOCHREALTIME/./} - $began) / 1000000 }")"
psql -AtqXc "select bill_id from bill_run_account where run_id = '$(of_run id)' and status = 'billed'" >ids
export BENCH_IDS="$PWD/ids"
start_server
operations=/operations/v1
tmf="$path"
both() { # seconds
    path="$tmf" && wrk_round "$1" 'customerBill/{}' 1 1
    byid=("$http" "$p50" "$p99")
    path="$operations" && wrk_round "$1" 'customerBill/{}/explanation' 1 1
}
both 10
echo "$(nproc) cores shared by load, server and $(postgres --version); $accounts accounts with 8 rates a month; load average $(cut -d' ' -f1 /proc/loadavg)"
echo "plans of the first month:            $first accounts/s"
echo "plans of the second, with 14 rules:  $second accounts/s, $(ratio "$second" "$first") of the first"
echo "explain --run, planned:              $(ratio "$accounts" "$explained" 0) bills/s, start of the command included"
echo "verify --all:                        $(ratio $((2 * accounts)) "$verified" 0) bills/s, start of the command included"
row round 'GET by id/s' 'p50 ms' 'p99 ms' 'explained/s' ratio 'p50 ms' 'p99 ms' 'p50 ratio'
for ((round = 1; round <= rounds; round++)); do
    both "$seconds"
    row "$round" "${byid[@]}" "$http" "$(ratio "$http" "${byid[0]}")" "$p50" "$p99" "$(ratio "$p50" "${byid[1]}" 1)"
done
