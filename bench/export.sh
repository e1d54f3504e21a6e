#!/usr/bin/env bash
# Export in a small heap against psql's \copy of the same documents, and how fast sample bills are generated. README.md says what the
# figures mean.
set -euo pipefail
. "$(dirname "${BASH_SOURCE[0]}")/common.sh"
bills="${BENCH_BILLS:-100000}" rounds="${BENCH_ROUNDS:-3}" heap="${BENCH_HEAP:-64m}"

billwright() { # everything that a command prints goes to its files
    BILLWRIGHT_DATABASE_URL="postgresql://$PGHOST:$PGPORT/$PGDATABASE" BILLWRIGHT_DATABASE_USERNAME="$PGUSER" \
        BILLWRIGHT_TENANT=bench BILLWRIGHT_JAVA_OPTS="-Xmx$heap" run "$home/billwright" "$@"
}

timed() { # command …; sets seconds
    local began="${EPOCHREALTIME/./}"
    "$@"
    seconds="$(awk "BEGIN { print ($(printf '%s' "${EPOCHREALTIME/./}") - $began) / 1e6 }")"
}

copy() { # as psql writes text
    run psql -qXAt >/dev/null \
        -c "\\copy (select doc from customer_bill where tenant = 'bench') to '$work/bills.copy'" \
        -c "\\copy (select doc from applied_customer_billing_rate where tenant = 'bench') to '$work/rates.copy'"
}

export_all() { billwright export --type bill,rate --to "$work/exported" "$@" 2>export.log || { cat export.log >&2; fail "export failed"; }; }

"$home/billwright" --version >/dev/null # builds where that is needed
port="$(free_port)"
start_database
start_server # brings the schema
stop_server
echo "loading $bills bills and their $((8 * bills)) rates …"
run psql -qX -v bills="$bills" -f "$here/bills.sql"
run psql -qX -f "$here/rates.sql"
run psql -qXc 'vacuum analyze'
rows="$(psql -AtqXc "select (select count(*) from customer_bill) + (select count(*) from applied_customer_billing_rate)")"

timed copy # both have been read once
timed export_all
for _ in $(seq "$rounds"); do
    timed copy
    copied="$seconds"
    timed export_all
    exported="$seconds"
    within="$(sed -n 's/.* \([0-9,]*\) documents a second$/\1/p' export.log | tr -d ,)"
    timed export_all --zstd
    echo "$(ratio "$rows" "$copied" 0) $(ratio "$rows" "$exported" 0) $(ratio "$copied" "$exported") $(ratio "$copied" "$seconds") $within"
done >rounds

# What was written is what is stored, and all of it.
[ "$(cat exported/*.ndjson | wc -l)" = "$rows" ] || fail "not all rows were exported"
cmp <(sed 's/\\\\/\\/g' bills.copy | sort | md5sum) <(sed 's/,"@heldFrom":"[a-zA-Z]*"}$/}/' exported/4-bill.ndjson | sort | md5sum) ||
    fail "the bills are not those of \\copy"

echo "$rows rows, a heap of $heap, medians of $rounds rounds:"
for figure in '\copy, rows/s:1' 'export, rows/s:2' 'ratio:3' 'ratio with --zstd:4' \
    'rows/s once begun:5'; do
    printf '%-20s %s  (%s)\n' "${figure%:*}" "$(cut -d' ' -f"${figure##*:}" rounds | median)" \
        "$(cut -d' ' -f"${figure##*:}" rounds | sort -n | sed -n '1p;$p' | paste -sd-)"
done
echo "generated on $(nproc) cores, and on one:"
billwright generate --accounts 10000 --today 2026-06-17 2>&1 >/dev/null | tail -n 1
billwright generate --accounts 10000 --today 2026-06-17 --threads 1 2>&1 >/dev/null | tail -n 1
