#!/usr/bin/env bash
# What the total of a list costs on small and large stores, and what a compressed response costs and saves.
# README.md says what the figures mean.
set -euo pipefail
. "$(dirname "${BASH_SOURCE[0]}")/common.sh"
sizes="${BENCH_SIZES:-10000 100000 1000000}" seconds="${BENCH_SECONDS:-5}" rounds="${BENCH_ROUNDS:-3}" warmup="${BENCH_WARMUP:-20}"
: "${BENCH_SHARED_BUFFERS:=6GB}"
url() { echo "http://127.0.0.1:$port$path/$1"; }

fill() { # bills
    createdb "$PGDATABASE"
    start_server # brings the schema
    stop_server
    run psql -qX -v bills="$1" -f "$here/bills.sql"
    run psql -qXc 'vacuum analyze'
}

milliseconds() { # curl's options; the median of five
    for _ in 1 2 3 4 5; do
        sleep "$1"
        curl -s -o /dev/null -w '%{time_total}\n' "${@:2}"
    done | awk '{ print 1000 * $1 }' | median
}

load() { # path, headers; medians of the rounds: http/s, p50, p99
    headers=("${@:2}")
    for _ in $(seq "$rounds"); do
        wrk_round "$seconds" "$1" 0 1
        echo "$http $p50 $p99"
    done >rounds
    headers=()
    for column in 1 2 3; do cut -d' ' -f"$column" rounds | median; done | paste -sd' '
}

"$home/billwright" --version >/dev/null # builds where that is needed
port="$(free_port)"
export BENCH_SHARED_BUFFERS
start_database
dropdb "$PGDATABASE"
echo "page 1 of 20 bills; the total is in X-Total-Count up to 100,000"
printf '%9s %10s %8s %8s %14s %16s %10s\n' bills http/s 'p50 ms' 'p99 ms' 'counted anew' 'Prefer: exact' 'total'
for size in $sizes; do
    export PGDATABASE="totals$size"
    fill "$size"
    start_server
    wrk_round "$warmup" "customerBill?limit=20" 0 1
    steady="$(load 'customerBill?limit=20')"
    anew="$(milliseconds 5.5 "$(url 'customerBill?limit=20')")"
    exact="$(milliseconds 0 -H 'Prefer: count=exact' "$(url 'customerBill?limit=20')")"
    total="$(curl -sI "$(url 'customerBill?limit=20')" | tr -d '\r' | sed -n 's/^[Xx]-[Tt]otal-[Cc]ount: //p')"
    # shellcheck disable=SC2086
    printf '%9s %10s %8s %8s %11.1f ms %13.1f ms %10s\n' "$size" $steady "$anew" "$exact" "${total:-none}"
    [ "$size" = "${sizes##* }" ] || stop_server
done
echo
echo "a page of 100 bills, by Accept-Encoding"
printf '%10s %10s %8s %8s %12s\n' coding http/s 'p50 ms' 'p99 ms' bytes
for coding in identity gzip zstd; do
    bytes="$(curl -s -o /dev/null -w '%{size_download}' -H "Accept-Encoding: $coding" "$(url 'customerBill?limit=100')")"
    # shellcheck disable=SC2046
    printf '%10s %10s %8s %8s %12s\n' "$coding" $(load 'customerBill?limit=100' -H "Accept-Encoding: $coding") "$bytes"
done
stop_server
