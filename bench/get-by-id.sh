#!/usr/bin/env bash
# GET customerBill/{id} in v4 and v5, against the same read done by pgbench. README.md says what the figures mean.
set -euo pipefail
. "$(dirname "${BASH_SOURCE[0]}")/common.sh"
bills="${BENCH_BILLS:-100000}" rounds="${BENCH_ROUNDS:-3}" seconds="${BENCH_SECONDS:-10}" warmup="${BENCH_WARMUP:-20}"
checked=500
first=1000000001 last=$((1000000000 + bills))
((bills >= checked)) || fail "BENCH_BILLS is at least $checked"

# Answers, byte for byte, against what PostgreSQL makes of the stored documents: links absolute, the party unwrapped, the
# cycle hidden.
check_answers() {
    shuf -i "$first-$last" -n "$checked" | sort >ids
    sed "s|.*|url = \"http://127.0.0.1:$port$path/customerBill/&\"|" ids |
        curl -s -K - -w '\n%{http_code}\n' >answers || fail "an answer did not come"
    psql -AtqX -v base="http://127.0.0.1:$port$path/" >expected <<'SQL'
create temporary table asked (id text);
\copy asked from ids
select replace(regexp_replace(regexp_replace(doc::text,
        '"partyOrPartyRole":\{([^}]*)\}', '\1'), '"billCycle":\{[^}]*\},', ''),
    '"customerBill/', '"' || :'base' || 'customerBill/') || E'\n200'
from asked join customer_bill b on b.tenant = 'bench' and b.id = asked.id order by asked.id;
SQL
    diff expected answers >differences || { head -n 4 differences >&2; fail "wrong answers: above, < stored, > answered"; }
}

cpu_ticks() { awk '{ print $14 + $15 }' "/proc/$server/stat"; }
row() { printf '%-6s %10s %8s %7s %8s %8s %12s %8s %6s\n' "$@"; }

"$home/billwright" --version >/dev/null # builds where that is needed
start_database
port="$(free_port)"
start_server # brings the schema
stop_server
echo "loading $bills bills …"
run psql -qX -v bills="$bills" -f "$here/bills.sql"
run psql -qXc 'vacuum analyze customer_bill'
cat >read.sql <<SQL
\set id random($first, $last)
select revision, doc::text from customer_bill where tenant = 'bench' and id = :id::text;
SQL
start_server
check_answers
echo "warming up for $warmup s …"
wrk_round "$warmup" 'customerBill/{}' "$first" "$last"
path="${path/v4/v5}" && wrk_round "$warmup" 'customerBill/{}' "$first" "$last"
path="${path/v5/v4}"
pgbench_round 3 read.sql

echo "$(nproc) cores shared by load, server and $(postgres --version); load average $(cut -d' ' -f1 /proc/loadavg)"
row round pgbench/s http/s ratio 'p50 ms' 'p99 ms' 'java µs/req' v5/s v4/v5
for ((round = 1; round <= rounds; round++)); do
    pgbench_round "$seconds" read.sql
    ticks="$(cpu_ticks)"
    wrk_round "$seconds" 'customerBill/{}' "$first" "$last"
    ticks=$(($(cpu_ticks) - ticks))
    ratio "$http" "$raw" 3 >>ratios
    java="$(awk "BEGIN { printf \"%.0f\", $ticks * 1000000 / $(getconf CLK_TCK) / $requests }")"
    v4=("$http" "$p50" "$p99")
    path="${path/v4/v5}" && wrk_round "$seconds" 'customerBill/{}' "$first" "$last"
    path="${path/v5/v4}"
    ratio "${v4[0]}" "$http" >>versions
    row "$round" "$raw" "${v4[0]}" "$(tail -n 1 ratios)" "${v4[1]}" "${v4[2]}" "$java" "$http" "$(tail -n 1 versions)"
done
report="$(trail_report)"
check_answers

echo "median ratio http/pgbench: $(median <ratios)"
echo "median ratio v4/v5:        $(median <versions)"
echo "server memory after load:  $(awk '/^VmRSS/ { printf "%.0f MB", $2 / 1024 }' "/proc/$server/status")"
echo "server start to ready:     $startup ms"
echo "answers compared:          $((2 * checked)), all right"
[ -z "$report" ] || echo "$report"
