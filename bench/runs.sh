#!/usr/bin/env bash
# Bill runs by the command: planned, approved and billed, against psql's \copy of the same rows into the same indexed tables; and what
# reads feel beside them. README.md says what the figures mean.
set -euo pipefail
. "$(dirname "${BASH_SOURCE[0]}")/common.sh"
read -ra sizes <<<"${BENCH_SIZES:-10000 100000}"
read -ra workers <<<"${BENCH_WORKERS:-1 2}"
rounds="${BENCH_ROUNDS:-2}" # the first one also pays for memory that the machine never used before
seconds="${BENCH_SECONDS:-10}" # of reads, alone and beside a run; 0 leaves them out
export BENCH_RATE="${BENCH_RATE:-200}" # of them a second: more would measure who waits for a processor, not the run
: "${BENCH_SHARED_BUFFERS:=2GB}"

billwright() { # prints to run.json, and the memory to memory.txt
    BILLWRIGHT_DATABASE_URL="postgresql://$PGHOST:$PGPORT/load" BILLWRIGHT_DATABASE_USERNAME="$PGUSER" BILLWRIGHT_TENANT=bench \
        BILLWRIGHT_JAVA_OPTS=-Xmx512m /usr/bin/time -f '%M' -o memory.txt "$home/billwright" "$@" \
        >run.json 2>run.log || { tail -n 5 run.log >&2; fail "$1 $2 failed"; }
}

of_run() { psql -d load -AtqXc "select $1 from bill_run order by created_at desc limit 1"; }

. "$home/bin/jdk.sh"
"$home/billwright" --version >/dev/null # builds where that is needed
start_database
port="$(free_port)"
start_server # brings the schema
stop_server
createdb -T "$PGDATABASE" empty
bill_columns="$(columns customer_bill)" rate_columns="$(columns applied_customer_billing_rate)"

row='%9s %7s %9s %7s %9s %7s %11s %10s %9s %9s %9s %10s\n'
# shellcheck disable=SC2059
printf "$row" accounts workers plans/s ratio bills/s ratio '\copy rows/s' memory,MB 'p50 alone' 'p99 alone' 'p99 run' verified/s
for size in "${sizes[@]}"; do
    createdb -T empty unbilled
    psql -qX -d unbilled -v accounts="$size" -v ON_ERROR_STOP=1 -f "$here/accounts.sql"
    for parallel in "${workers[@]}"; do for ((round = 1; round <= rounds; round++)); do
        fresh unbilled
        billwright run plan --cycle RUN --period 2026-06 --workers "$parallel" --json
        planned="$(of_run 'extract(epoch from planned_at - created_at)')"
        alone=- alone99=- beside=-
        if [ "$seconds" != 0 ]; then
            export BILLWRIGHT_RUNS_WORKERS=0
            PGDATABASE=load start_server
            wrk_round 5 'appliedCustomerBillingRate/R{}-4' 0 "$((size - 1))"
            wrk_round "$seconds" 'appliedCustomerBillingRate/R{}-4' 0 "$((size - 1))"
            alone="$p50" alone99="$p99"
        fi
        billwright run approve "$(of_run id)" --digest "$(of_run digest)" --workers "$parallel" --json &
        run=$!
        if [ "$seconds" != 0 ]; then
            sleep 5 # the process has started
            wrk_round "$seconds" 'appliedCustomerBillingRate/R{}-4' 0 "$((size - 1))"
            beside="$p99"
            kill -0 "$run" 2>/dev/null || beside="$beside?" # the run ended before the reads
        fi
        wait "$run"
        [ "$seconds" = 0 ] || stop_server
        memory="$(($(cat memory.txt) / 1024))"
        billed="$(of_run 'extract(epoch from finished_at - approved_at)')"
        made="$(psql -d load -AtqXc 'select count(*) from customer_bill')"
        [ "$size" -lt 500000 ] || echo "$size accounts: planned in $planned s, billed in $billed s" >&2 # \copy takes minutes more
        [ "$made" = "$size" ] || fail "$made of $size accounts were billed"
        began="${EPOCHREALTIME/./}"
        billwright verify --run "$(of_run id)" --strict
        verified="$(awk "BEGIN { printf \"%.2f\", (${EPOCHREALTIME/./} - $began) / 1000000 }")"
        psql -qX -d load -c "\copy (select $bill_columns from customer_bill order by id) to bills.tsv" \
            -c "\copy (select $rate_columns from applied_customer_billing_rate order by id) to rates.tsv"
        fresh empty
        began="${EPOCHREALTIME/./}"
        run psql -qX -d load -v ON_ERROR_STOP=1 -c "\copy customer_bill ($bill_columns) from bills.tsv" \
            -c "\copy applied_customer_billing_rate ($rate_columns) from rates.tsv"
        copied="$(awk "BEGIN { printf \"%.2f\", (${EPOCHREALTIME/./} - $began) / 1000000 }")"
        # shellcheck disable=SC2059
        printf "$row" "$size" "$parallel" "$(ratio "$size" "$planned" 0)" "$(ratio "$copied" "$planned")" \
            "$(ratio "$size" "$billed" 0)" "$(ratio "$copied" "$billed")" "$(ratio $((9 * size)) "$copied" 0)" \
            "$memory" "$alone" "$alone99" "$beside" "$(ratio "$size" "$verified" 0)"
    done; done
    dropdb unbilled
done
