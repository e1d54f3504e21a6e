#!/usr/bin/env bash
# Pages of the console over many bills: the time of each, from one browser at a time. README.md says what the figures mean.
set -euo pipefail
. "$(dirname "${BASH_SOURCE[0]}")/common.sh"
bills="${BENCH_BILLS:-1000000}" requests="${BENCH_REQUESTS:-200}"
: "${BENCH_SHARED_BUFFERS:=6GB}"
row='%-32s %8s %8s %8s %8s\n'

start_database
port="$(free_port)"
start_server # brings the schema
stop_server
echo "loading $bills bills and their $((8 * bills)) rates …"
run psql -qX -v bills="$bills" -f "$here/bills.sql"
run psql -qX -f "$here/rates.sql"
run psql -qXc 'vacuum analyze' -c checkpoint
run cat "$work"/db/base/*/* >/dev/null # what was loaded is read from memory
start_server

times() { # path with {} for a random number; the times of its requests in ms, sorted
    local first=1000000000 n
    for _ in $(seq "$1"); do
        n=$((first + (RANDOM * 32768 + RANDOM) % bills))
        curl -s -o page.html -w '%{http_code} %{time_total}\n' "http://127.0.0.1:$port/console/${2//\{\}/$n}" || true
    done | awk '$1 != 200 { print "failed: " $1 > "/dev/stderr"; exit 1 } { printf "%.1f\n", $2 * 1000 }' | sort -n
}

# shellcheck disable=SC2059
printf "$row" page p50 p95 p99 most
while read -r name page; do
    times 30 "$page" >/dev/null
    times "$requests" "$page" >times.txt || fail "$name failed"
    # shellcheck disable=SC2059,SC2046
    printf "$row" "$name" $(awk '{ v[NR] = $1 } END { print v[int(NR * 0.5) + 1], v[int(NR * 0.95) + 1], v[int(NR * 0.99) + 1], v[NR] }' times.txt)
done <<'PAGES'
home
bills bills
bills-of-a-state bills?state=settled
bills-by-number bills?number=B-{}
bills-of-an-account bills?account=BA-7
bills-by-begin-of-number bills?number=B-10000000*
bills-of-a-day bills?from=2024-03-01&to=2024-03-01
accounts accounts
bill bills/{}
bill-lines bills/{}/lines
bill-explanation bills/{}/explanation
bill-proof bills/{}/proof
PAGES
