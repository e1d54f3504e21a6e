#!/usr/bin/env bash
# billwright import against psql's \copy of the same rows into the same indexed tables. README.md says what the figures mean.
set -euo pipefail
. "$(dirname "${BASH_SOURCE[0]}")/common.sh"
bills="${BENCH_BILLS:-100000}" rounds="${BENCH_ROUNDS:-3}"
: "${BENCH_SHARED_BUFFERS:=2GB}" "${BILLWRIGHT_JAVA_OPTS:=-Xmx512m}"
export BILLWRIGHT_JAVA_OPTS BILLWRIGHT_TENANT=bench

columns() { # of a table, but those that PostgreSQL fills
    psql -AtqX -c "select string_agg(attname, ', ' order by attnum) from pg_attribute
        where attrelid = '$1'::regclass and attnum > 0 and not attisdropped and attgenerated = ''"
}

database_cpu() { # of the backends that have ended, in clock ticks
    awk '{ print $16 + $17 }' "/proc/$(head -n 1 "$work/db/postmaster.pid")/stat"
}

seconds() { # runs the rest; sets took, and cpu: that of PostgreSQL, µs a row
    local began="${EPOCHREALTIME/./}" ticks
    ticks="$(database_cpu)"
    run "$@" || { tail -n 5 import.txt >&2; fail "$* failed"; }
    took="$(awk "BEGIN { printf \"%.1f\", (${EPOCHREALTIME/./} - $began) / 1000000 }")"
    sleep 1 # its backends end a little later
    cpu="$(awk "BEGIN { printf \"%.1f\", ($(database_cpu) - $ticks) * 1000000 / $(getconf CLK_TCK) / $rows }")"
}

fresh() { # an empty store with the schema
    dropdb --if-exists load 2>notice.txt
    createdb -T empty load
    psql -qX -d load -c checkpoint
}

copy_rows() {
    psql -qX -d load -v ON_ERROR_STOP=1 -c "\copy customer_bill ($bill_columns) from bills.tsv" \
        -c "\copy applied_customer_billing_rate ($rate_columns) from rates.tsv"
}

import_lines() {
    /usr/bin/time -f '%M %U %S' -o time.txt env \
        BILLWRIGHT_DATABASE_URL="postgresql://$PGHOST:$PGPORT/load" BILLWRIGHT_DATABASE_USERNAME="$PGUSER" \
        "$home/billwright" import --reconcile strict bills.ndjson rates.ndjson >import.txt 2>&1
}

"$home/billwright" --version >/dev/null # builds where that is needed
start_database
port="$(free_port)"
start_server # brings the schema
stop_server
createdb -T "$PGDATABASE" empty
echo "making $bills bills and their $((8 * bills)) rates …"
run psql -qX -v bills="$bills" -f "$here/bills.sql"
run psql -qX -f "$here/rates.sql"
bill_columns="$(columns customer_bill)" rate_columns="$(columns applied_customer_billing_rate)"
run psql -qX -c "\copy (select doc from customer_bill order by id) to bills.ndjson" \
    -c "\copy (select '{\"@type\":\"AppliedCustomerBillingRate\",' || substr(doc::text, 2)
        from applied_customer_billing_rate order by id) to rates.ndjson" \
    -c "\copy (select $bill_columns from customer_bill order by id) to bills.tsv" \
    -c "\copy (select $rate_columns from applied_customer_billing_rate order by id) to rates.tsv"
dropdb "$PGDATABASE"

rows=$((9 * bills))
row='%-6s %14s %14s %8s %14s %11s %22s %22s %8s\n'
# shellcheck disable=SC2059
printf "$row" round '\copy, rows/s' 'import, rows/s' ratio 'again, rows/s' 'memory, MB' 'CPU µs/row: \copy' 'import' java
for ((round = 1; round <= rounds; round++)); do
    fresh
    seconds copy_rows
    copied="$took" copy_cpu="$cpu"
    fresh
    seconds import_lines
    imported="$took" import_cpu="$cpu"
    grep -q "^$rows loaded, 0 unchanged, 0 rejected" import.txt || { cat import.txt >&2; fail "not all were loaded"; }
    read -r memory user system <time.txt
    seconds import_lines
    grep -q "^0 loaded, $rows unchanged, 0 rejected" import.txt || { cat import.txt >&2; fail "something changed"; }
    java="$(awk "BEGIN { printf \"%.1f\", ($user + $system) * 1000000 / $rows }")"
    # shellcheck disable=SC2059
    printf "$row" "$round" "$(ratio "$rows" "$copied" 0)" "$(ratio "$rows" "$imported" 0)" \
        "$(ratio "$copied" "$imported" | tee -a ratios)" "$(ratio "$rows" "$took" 0)" "$((memory / 1024))" \
        "$copy_cpu" "$import_cpu" "$java"
done
echo "median ratio: $(median <ratios)"
