# Sourced by the benchmarks: a PostgreSQL and a server of their own in a temporary folder, and rounds of load on each.
here="$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)"
home="$(dirname "$here")"
clients=16 threads=2
path=/tmf-api/customerBillManagement/v4
headers=() # for wrk: -H 'name: value' …

fail() { echo "$(basename "$0" .sh): $*" >&2; exit 1; }

# Debian keeps initdb and pg_ctl off the path; the newest version wins.
if ! command -v initdb >/dev/null; then
    for bin in $(printf '%s\n' /usr/lib/postgresql/*/bin | sort -V); do PATH="$bin:$PATH"; done
fi
for tool in initdb pg_ctl createdb psql pgbench wrk curl; do
    command -v "$tool" >/dev/null ||
        fail "needs $tool. On Debian or Ubuntu: apt install postgresql wrk curl"
done
[ -r /proc/self/stat ] || fail "needs Linux: CPU time and memory are read from /proc"

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
trap 'fail "stopped by a signal"' INT TERM HUP
[ "$(id -u)" != 0 ] || chown postgres "$work"
cd "$work" # away from anybody's config/application.properties

. "$home/bin/free-port.sh"

# In the background, so that Ctrl-C is answered at once.
run() { "$@" & wait $!; }

start_database() {
    export PGHOST=127.0.0.1 PGUSER=billwright PGDATABASE=billwright PGPORT
    PGPORT="$(free_port)"
    "${as_postgres[@]}" initdb -D "$work/db" -U "$PGUSER" -A trust -E UTF8 --locale=C >initdb.log || fail "initdb failed"
    # Everything fits into memory and nothing else runs: reads are compared, not disks.
    "${as_postgres[@]}" pg_ctl -D "$work/db" -w -l "$work/db/log" start >/dev/null -o "-p $PGPORT -k '' \
        -c listen_addresses=127.0.0.1 -c shared_buffers=${BENCH_SHARED_BUFFERS:-512MB} -c autovacuum=off -c fsync=off \
        -c max_wal_size=16GB -c maintenance_work_mem=512MB -c work_mem=32MB" || fail "PostgreSQL did not start"
    createdb "$PGDATABASE"
}

start_server() { # sets startup, the milliseconds until it is ready
    local began="${EPOCHREALTIME/./}"
    BILLWRIGHT_DATABASE_URL="postgresql://$PGHOST:$PGPORT/$PGDATABASE" BILLWRIGHT_DATABASE_USERNAME="$PGUSER" \
        BILLWRIGHT_TENANT=bench BILLWRIGHT_AUTH_OPEN=true "$home/billwright" serve --host 127.0.0.1 --port "$port" >>server.log 2>&1 &
    server=$!
    until curl -sf -o /dev/null "http://127.0.0.1:$port/q/health/ready"; do
        kill -0 "$server" 2>/dev/null || { tail -n 5 server.log >&2; fail "the server did not start"; }
        sleep 0.02
    done
    startup=$((("${EPOCHREALTIME/./}" - began) / 1000))
}

stop_server() { kill "$server"; wait "$server" || true; }

# Plans are made once per connection, as the server's are: for the queries here a plan for each request costs as much as to run it.
pgbench_round() { # seconds, script; sets raw, in transactions per second, and raw_p99, in ms, of a tenth of them
    rm -f latency.*
    run env PGOPTIONS='-c plan_cache_mode=force_generic_plan -c jit=off' pgbench -n -M prepared -c "$clients" -j "$threads" -T "$1" -f "$2" --log --log-prefix=latency --sampling-rate=0.1 >pgbench.txt 2>&1 ||
        { cat pgbench.txt >&2; fail "pgbench failed"; }
    raw="$(awk '/^tps/ { printf "%.0f", $3 }' pgbench.txt)"
    raw_p99="$(cut -d' ' -f3 latency.* | sort -n | awk '{ v[NR] = $1 } END { printf "%.1f", v[int(NR * 0.99) + 1] / 1000 }')"
}

wrk_round() { # seconds, path with {} for a random number, its first and last; sets requests, http (per second), p50, p99
    run wrk -t "$threads" -c "$clients" -d "$1s" -s "$here/random.lua" ${headers[@]+"${headers[@]}"} \
        "http://127.0.0.1:$port" -- "$path/$2" "$3" "$4" >wrk.txt || fail "wrk failed"
    read -r _ requests http p50 p99 errors < <(grep '^bench ' wrk.txt) || fail "wrk printed no figures"
    ((requests > 0 && errors == 0)) || { cat wrk.txt >&2; fail "$errors of $requests requests failed"; }
}

ratio() { awk "BEGIN { printf \"%.${3:-2}f\\n\", $1 / $2 }"; }

median() { sort -n | awk '{ v[NR] = $1 } END { print (v[int((NR + 1) / 2)] + v[int(NR / 2) + 1]) / 2 }'; }

# After load: what the audit trail has of it, and whether all is sealed within ten seconds. Says nothing where reads are not recorded.
trail_report() {
    local unsealed='select count(*) from audit_entry e where seq > coalesce((select max(last_seq) from audit_seal s where s.tenant = e.tenant), 0)'
    local left tenths=0
    sleep 0.3 # the writer's pause: the last reads are written
    while left="$(psql -AtqXc "$unsealed")" && [ "$left" != 0 ] && ((tenths < 100)); do sleep 0.1; ((tenths += 1)); done
    psql -AtqX -v left="$left" -v tenths="$tenths" <<'SQL'
select format('audit trail:               %s requests in %s entries, %s bytes a request on disk, %s unsealed after %s s',
    requests, entries, round(pg_total_relation_size('audit_entry') / requests, 1), :left, round(:tenths / 10.0, 1))
from (select count(*) as entries, sum(json_array_length(doc -> 'request'))::numeric as requests from audit_entry) counted
where requests > 0;
SQL
}

columns() { # of a table, but those that PostgreSQL fills
    psql -AtqX -c "select string_agg(attname, ', ' order by attnum) from pg_attribute
        where attrelid = '$1'::regclass and attnum > 0 and not attisdropped and attgenerated = ''"
}

fresh() { # makes the database load, a copy of another
    dropdb --if-exists load 2>notice.txt
    createdb -T "$1" load
    psql -qX -d load -c checkpoint
}
