#!/usr/bin/env bash
# GET customerBill/{id} against the same read done by pgbench. README.md says what the figures mean.
set -euo pipefail
here="$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)"
home="$(dirname "$here")"
bills="${BENCH_BILLS:-100000}" rounds="${BENCH_ROUNDS:-3}" seconds="${BENCH_SECONDS:-10}" warmup="${BENCH_WARMUP:-20}"
clients=16 threads=2 checked=500
first=1000000001 last=$((1000000000 + bills))
path=/tmf-api/customerBillManagement/v4

fail() { echo "get-by-id: $*" >&2; exit 1; }

# Debian keeps initdb and pg_ctl off the path; the newest version wins.
if ! command -v initdb >/dev/null; then
    for bin in $(printf '%s\n' /usr/lib/postgresql/*/bin | sort -V); do PATH="$bin:$PATH"; done
fi
for tool in initdb pg_ctl createdb psql pgbench wrk curl awk; do
    command -v "$tool" >/dev/null ||
        fail "needs $tool. On Debian or Ubuntu: apt install postgresql wrk curl gawk"
done
[ -r /proc/self/stat ] || fail "needs Linux: CPU time and memory are read from /proc"
((bills >= checked)) || fail "BENCH_BILLS is at least $checked"

# PostgreSQL refuses to run as root.
as_postgres=()
if [ "$(id -u)" = 0 ]; then
    id postgres >/dev/null 2>&1 || fail "started as root, needs a user 'postgres' to run PostgreSQL as"
    as_postgres=(runuser -u postgres --)
fi

work="$(mktemp -d "${TMPDIR:-/tmp}/billwright-bench.XXXXXX")"
server=
cleanup() {
    trap - EXIT INT TERM HUP
    # shellcheck disable=SC2046
    kill $(jobs -p) 2>/dev/null || true
    wait || true
    "${as_postgres[@]}" pg_ctl -D "$work/db" -m immediate stop >/dev/null 2>&1 || true
    rm -rf "$work"
}
trap cleanup EXIT
trap 'exit 130' INT TERM HUP
[ "$(id -u)" != 0 ] || chown postgres "$work"
cd "$work" # away from anybody's config/application.properties

free_port() {
    local port
    for port in $(shuf -i 20000-29999 -n 100); do
        (: <"/dev/tcp/127.0.0.1/$port") 2>/dev/null || { echo "$port"; return; }
    done
    fail "found no free port"
}

# In the background, so that Ctrl-C is answered at once.
run() { "$@" & wait $!; }

start_database() {
    export PGHOST=127.0.0.1 PGUSER=billwright PGDATABASE=billwright PGPORT
    PGPORT="$(free_port)"
    "${as_postgres[@]}" initdb -D "$work/db" -U "$PGUSER" -A trust -E UTF8 --locale=C >initdb.log || fail "initdb failed"
    # Everything fits into memory and nothing else runs: reads are compared, not disks.
    "${as_postgres[@]}" pg_ctl -D "$work/db" -w -l "$work/db/log" start >/dev/null -o "-p $PGPORT -k '' \
        -c listen_addresses=127.0.0.1 -c shared_buffers=512MB -c autovacuum=off -c fsync=off -c max_wal_size=4GB" ||
        fail "PostgreSQL did not start"
    createdb "$PGDATABASE"
}

start_server() { # prints the milliseconds until it is ready
    local began="${EPOCHREALTIME/./}"
    BILLWRIGHT_DATABASE_URL="postgresql://$PGHOST:$PGPORT/$PGDATABASE" BILLWRIGHT_DATABASE_USERNAME="$PGUSER" \
        BILLWRIGHT_TENANT=bench "$home/billwright" serve --port "$port" >>server.log 2>&1 &
    server=$!
    until curl -sf -o /dev/null "http://127.0.0.1:$port/q/health/ready"; do
        kill -0 "$server" 2>/dev/null || { tail -n 5 server.log >&2; fail "the server did not start"; }
        sleep 0.02
    done
    startup=$((("${EPOCHREALTIME/./}" - began) / 1000))
}

stop_server() { kill "$server"; wait "$server" || true; }

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
    cmp answers expected || fail "wrong answers: the above line of what was answered differs from what is stored"
}

pgbench_round() { # sets raw, in reads per second
    run pgbench -n -M prepared -c "$clients" -j "$threads" -T "$1" -D first="$first" -D last="$last" -f read.sql \
        >pgbench.txt 2>&1 || { cat pgbench.txt >&2; fail "pgbench failed"; }
    raw="$(awk '/^tps/ { printf "%.0f", $3 }' pgbench.txt)"
}

wrk_round() { # sets requests, http (per second), p50, p99 and errors
    run wrk -t "$threads" -c "$clients" -d "$1s" -s "$here/get-by-id.lua" \
        "http://127.0.0.1:$port$path/customerBill/" -- "$first" "$last" >wrk.txt || fail "wrk failed"
    read -r _ requests http p50 p99 errors < <(grep '^bench ' wrk.txt)
    ((requests > 0 && errors == 0)) || { cat wrk.txt >&2; fail "$errors of $requests requests failed"; }
}

cpu_ticks() { awk '{ print $14 + $15 }' "/proc/$server/stat"; }

median() { sort -n | awk '{ v[NR] = $1 } END { print (v[int((NR + 1) / 2)] + v[int(NR / 2) + 1]) / 2 }'; }

"$home/billwright" --version >/dev/null # builds where that is needed
start_database
port="$(free_port)"
start_server # brings the schema
stop_server
echo "loading $bills bills …"
run psql -qX -v bills="$bills" -f "$here/bills.sql"
run psql -qXc 'vacuum analyze customer_bill'
cat >read.sql <<'SQL'
\set id random(:first, :last)
select revision, doc::text from customer_bill where tenant = 'bench' and id = :id;
SQL
start_server
check_answers
echo "warming up for $warmup s …"
wrk_round "$warmup"
pgbench_round 3

row='%-6s %10s %10s %7s %8s %8s %7s %12s\n'
# shellcheck disable=SC2059
printf "$row" round 'pgbench/s' 'http/s' ratio 'p50 ms' 'p99 ms' errors 'java µs/req'
for ((round = 1; round <= rounds; round++)); do
    pgbench_round "$seconds"
    ticks="$(cpu_ticks)"
    wrk_round "$seconds"
    ticks=$(($(cpu_ticks) - ticks))
    ratio="$(awk "BEGIN { printf \"%.3f\", $http / $raw }")"
    cpu="$(awk "BEGIN { printf \"%.0f\", $ticks * 1000000 / $(getconf CLK_TCK) / $requests }")"
    echo "$ratio" >>ratios
    # shellcheck disable=SC2059
    printf "$row" "$round" "$raw" "$http" "$ratio" "$p50" "$p99" "$errors" "$cpu"
done
check_answers

echo "median ratio http/pgbench: $(median <ratios)"
echo "server memory after load:  $(awk '/^VmRSS/ { printf "%.0f MB", $2 / 1024 }' "/proc/$server/status")"
echo "server start to ready:     $startup ms"
echo "answers compared:          $((2 * checked)), all right"
