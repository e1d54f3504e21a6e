#!/usr/bin/env bash
# Documents of a bill run, made after it by the command: bills a second from the statement to the stored PDF, by workers.
# README.md says what the figures mean.
set -euo pipefail
. "$(dirname "${BASH_SOURCE[0]}")/common.sh"
size="${BENCH_ACCOUNTS:-5000}"
read -ra workers <<<"${BENCH_WORKERS:-1 2}"
: "${BENCH_SHARED_BUFFERS:=1GB}"

billwright() {
    BILLWRIGHT_DATABASE_URL="postgresql://$PGHOST:$PGPORT/load" BILLWRIGHT_DATABASE_USERNAME="$PGUSER" BILLWRIGHT_TENANT=bench \
        BILLWRIGHT_JAVA_OPTS=-Xmx512m /usr/bin/time -f '%M' -o memory.txt "$home/billwright" "$@" \
        >run.json 2>run.log || { tail -n 5 run.log >&2; fail "$1 $2 failed"; }
}

sql() { psql -d load -AtqXc "$1"; }
of_run() { sql "select $1 from bill_run order by created_at desc limit 1"; }

. "$home/bin/jdk.sh"
"$home/billwright" --version >/dev/null # builds where that is needed
start_database
port="$(free_port)"
start_server # brings the schema
stop_server
createdb -T "$PGDATABASE" unbilled
psql -qX -d unbilled -v accounts="$size" -v ON_ERROR_STOP=1 -f "$here/accounts.sql"

row='%9s %7s %9s %9s %9s %10s\n'
# shellcheck disable=SC2059
printf "$row" bills workers bills/s kB/bill pages memory,MB
for parallel in "${workers[@]}"; do
    fresh unbilled
    billwright run plan --cycle RUN --period 2026-06 --workers 2 --json
    billwright run approve "$(of_run id)" --digest "$(of_run digest)" --workers 2 --json
    began="${EPOCHREALTIME/./}"
    billwright documents make --run "$(of_run id)" --workers "$parallel"
    took="$(awk "BEGIN { printf \"%.2f\", (${EPOCHREALTIME/./} - $began) / 1000000 }")"
    made="$(sql "select count(*) from bill_document_content where id = 'bill.pdf'")"
    [ "$made" = "$size" ] || fail "$made of $size bills have a PDF"
    # shellcheck disable=SC2059
    printf "$row" "$size" "$parallel" "$(ratio "$size" "$took" 0)" \
        "$(sql "select round(avg(size) / 1000.0, 1) from bill_document_content where id = 'bill.pdf'")" \
        "$(sql "select round(avg(pages), 1) from bill_document_content where id = 'bill.pdf'")" \
        "$(($(cat memory.txt) / 1024))"
done
