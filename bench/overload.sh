#!/usr/bin/env bash
# Ten times the clients that the server can serve: what those served feel, what response the others get, and what is left of
# it afterwards. README.md says what the figures mean.
set -euo pipefail
. "$(dirname "${BASH_SOURCE[0]}")/common.sh"
. "$home/bin/jdk.sh"
bills="${BENCH_BILLS:-100000}" rounds="${BENCH_ROUNDS:-3}" seconds="${BENCH_SECONDS:-10}" warmup="${BENCH_WARMUP:-20}"
normal="${BENCH_CLIENTS:-64}"
first=1000000001 last=$((1000000000 + bills))

memory() { awk -v field="$1:" '$1 == field { printf "%.0f", $2 / 1024 }' "/proc/$server/status"; }
row() { printf '%-26s %8s %9s %8s %8s %9s %8s %8s %8s %8s\n' "$@"; }

load() { # what, clients, seconds; sets served, p50, p99, refused, rp99, broken, silent, statuses
    run "${JAVA_HOME:?}/bin/java" -XX:+UseSerialGC -Xmx512m "$here/Overload.java" \
        "$port" "$2" "$3" "$path/customerBill/{}" "$first" "$last" >load.txt || fail "the load broke off"
    read -r _ served p50 p99 most refused rp50 rp99 rmost broken silent statuses < <(grep '^load ' load.txt)
    row "$1" "$2" "$((served / $3))" "$p50" "$p99" "$((refused / $3))" "$rp50" "$rp99" "$(memory VmRSS)" "$(memory VmHWM)"
    ((broken == 0 && silent == 0)) || fail "$broken connections broke, $silent refusals without Retry-After: $statuses"
    [ -z "$(tr -d '{}' <<<"$statuses" | tr , '\n' | grep -vE '^(200|429|503)=')" ] || fail "answers that should not be: $statuses"
}

"$home/billwright" --version >/dev/null # builds where that is needed
start_database
port="$(free_port)"
start_server # brings the schema
stop_server
echo "loading $bills bills …"
run psql -qX -v bills="$bills" -f "$here/bills.sql"
run psql -qXc 'vacuum analyze customer_bill'
start_server
echo "$(nproc) cores shared by load, server and $(postgres --version); load average $(cut -d' ' -f1 /proc/loadavg)"
row what clients served/s 'p50 ms' 'p99 ms' refused/s 'p50 ms' 'p99 ms' 'RSS MB' 'peak MB'
load 'warm-up' "$normal" "$warmup"
for ((round = 1; round <= rounds; round++)); do
    load "normal" "$normal" "$seconds"
    before="$p99"
    load "ten times the clients" $((10 * normal)) "$seconds"
    ratio "$p99" "$before" 1 >>ratios
    load "normal, again" "$normal" "$seconds"
    ratio "$p99" "$before" 1 >>recoveries
done
echo "p99 of those served, overloaded/normal: $(median <ratios) ($(paste -sd' ' ratios))"
echo "p99 afterwards/before:                  $(median <recoveries) ($(paste -sd' ' recoveries))"
