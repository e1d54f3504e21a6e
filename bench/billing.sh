#!/usr/bin/env bash
# Bills of many accounts through BillMaker against psql's \copy of the same rows into the same indexed tables. README.md says what the figures mean.
set -euo pipefail
. "$(dirname "${BASH_SOURCE[0]}")/common.sh"
accounts="${BENCH_ACCOUNTS:-50000}" rounds="${BENCH_ROUNDS:-3}" chunk="${BENCH_CHUNK:-1000}" workers="${BENCH_WORKERS:-1}"
: "${BENCH_SHARED_BUFFERS:=2GB}"

. "$home/bin/jdk.sh"
"$home/billwright" --version >/dev/null # builds where that is needed
start_database
port="$(free_port)"
start_server # brings the schema
stop_server
createdb -T "$PGDATABASE" empty
echo "making $accounts accounts with 8 unbilled rates each …"
run psql -qX -v accounts="$accounts" -v ON_ERROR_STOP=1 -f "$here/accounts.sql"
createdb -T "$PGDATABASE" unbilled
bill_columns="$(columns customer_bill)" rate_columns="$(columns applied_customer_billing_rate)"
classes="$(printf '%s:' "$home"/target/quarkus-app/app/*.jar "$home"/target/quarkus-app/lib/main/*.jar "$home"/target/quarkus-app/lib/boot/*.jar)"
"$JAVA_HOME/bin/javac" -d "$work/classes" -cp "$classes" "$here/Billing.java"

row='%-6s %14s %14s %14s %8s %12s\n'
# shellcheck disable=SC2059
printf "$row" round '\copy, rows/s' 'billed, rows/s' 'bills/s' ratio 'memory, MB'
rows=$((9 * accounts))
for ((round = 1; round <= rounds; round++)); do
    fresh unbilled
    run /usr/bin/time -f '%M' -o memory.txt "$JAVA_HOME/bin/java" -Xmx512m -cp "$work/classes:$classes" Billing \
        "postgresql://$PGHOST:$PGPORT/load" "$PGUSER" "$accounts" "$chunk" "$workers" >billing.txt 2>&1 || { tail -n 5 billing.txt >&2; fail "billing failed"; }
    read -r made billed < <(tail -n 1 billing.txt)
    [ "$made" = "$accounts" ] || { head -n 3 billing.txt >&2; fail "$made of $accounts accounts were billed"; }
    psql -qX -d load -c "\copy (select $bill_columns from customer_bill order by id) to bills.tsv" \
        -c "\copy (select $rate_columns from applied_customer_billing_rate order by id) to rates.tsv"
    fresh empty
    began="${EPOCHREALTIME/./}"
    run psql -qX -d load -v ON_ERROR_STOP=1 -c "\copy customer_bill ($bill_columns) from bills.tsv" \
        -c "\copy applied_customer_billing_rate ($rate_columns) from rates.tsv"
    copied="$(awk "BEGIN { printf \"%.2f\", (${EPOCHREALTIME/./} - $began) / 1000000 }")"
    # shellcheck disable=SC2059
    printf "$row" "$round" "$(ratio "$rows" "$copied" 0)" "$(ratio "$rows" "$billed" 0)" "$(ratio "$accounts" "$billed" 0)" \
        "$(ratio "$copied" "$billed" | tee -a ratios)" "$(($(cat memory.txt) / 1024))"
done
echo "median ratio: $(median <ratios)"
