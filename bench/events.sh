#!/usr/bin/env bash
# How much writing slows while its events are delivered, how many are delivered a second, and how late. README.md says what the figures mean.
set -euo pipefail
. "$(dirname "${BASH_SOURCE[0]}")/common.sh"
. "$home/bin/jdk.sh"
bills="${BENCH_BILLS:-100000}" rounds="${BENCH_ROUNDS:-3}"
command -v python3 >/dev/null || fail "needs python3"

"$home/billwright" --version >/dev/null # builds where that is needed
start_database
port="$(free_port)"
export BILLWRIGHT_EVENTS_HTTPS_REQUIRED=false BILLWRIGHT_EVENTS_ALLOWED_CALLBACKS=127.0.0.0/8
start_server # brings the schema
stop_server
echo "loading $bills bills …"
run psql -qX -v bills="$bills" -f "$here/bills.sql"
psql -qXc "alter table customer_bill disable trigger all" \
    -c "update customer_bill set state = 'new', remaining = amount_due,
        doc = regexp_replace(doc::text, '\"state\":\"[a-zA-Z]+\"', '\"state\":\"new\"')::json" \
    -c "alter table customer_bill enable trigger all" -c "vacuum analyze"

listener_port="$(free_port)"
"${JAVA_HOME:?}/bin/java" -XX:+UseSerialGC -Xmx256m "$here/Listener.java" "$listener_port" >listener.txt 2>listener.err &
listener=$!
start_server

cpu() { # process; user and system time in ticks, of those of its children that have ended too
    sed 's/.*) //' "/proc/$1/stat" | awk '{ print $12 + $13 + $14 + $15 }'
}

database_cpu() { # of all its processes
    local sum=0 process postmaster
    postmaster="$(head -n 1 "$work/db/postmaster.pid")"
    for process in "$postmaster" $(cat /proc/"$postmaster"/task/*/children); do
        sum=$((sum + $(cpu "$process" 2>/dev/null || echo 0)))
    done
    echo "$sum"
}

patch_round() { # first and last bill; sets http: bills moved a second
    local began="${EPOCHREALTIME/./}"
    seq "$1" "$2" | xargs -P "$clients" -n 250 python3 "$here/patch.py" "127.0.0.1" "$port" "$path"
    http="$(awk "BEGIN { printf \"%.0f\", ($2 - $1 + 1) * 1000000 / (${EPOCHREALTIME/./} - $began) }")"
}

costs() { # bills moved, CPU of the server and of the database before; prints microseconds for a bill
    awk "BEGIN { t = 1000000 / $(getconf CLK_TCK) / $1
        printf \"%.0f+%.0f\", ($(cpu "$server") - $2) * t, ($(database_cpu) - $3) * t }"
}

wait_for_all_delivered() {
    while [ "$(psql -AtqXc "select (select count(*) from event_delivery) + (select count(*) from event where position is null)")" != 0 ]; do sleep 0.2; done
}

each=$((bills / (2 * rounds + 1)))
next=1000000001
patch_round "$next" $((next + each - 1)) && next=$((next + each)) # warms
printf '%-6s %22s %18s %8s %26s\n' round 'moves/s, no subscriber' 'one subscriber' ratio 'CPU, µs: none / one subscriber'
for ((round = 1; round <= rounds; round++)); do
    before=("$(cpu "$server")" "$(database_cpu)")
    patch_round "$next" $((next + each - 1)) && next=$((next + each))
    wait_for_all_delivered
    alone="$http" cost_alone="$(costs "$each" "${before[@]}")"
    hub="$(curl -sf -X POST -H 'Content-Type: application/json' "http://127.0.0.1:$port$path/hub" \
        -d "{\"callback\":\"http://127.0.0.1:$listener_port/$round\"}" | sed 's/.*"id":"\([^"]*\)".*/\1/')"
    before=("$(cpu "$server")" "$(database_cpu)")
    patch_round "$next" $((next + each - 1)) && next=$((next + each))
    wait_for_all_delivered
    printf '%-6s %22s %18s %8s %26s\n' "$round" "$alone" "$http" "$(ratio "$http" "$alone" | tee -a ratios)" \
        "$cost_alone / $(costs "$each" "${before[@]}")"
    curl -sf -X DELETE "http://127.0.0.1:$port$path/hub/$hub"
done
kill "$listener"
wait "$listener" || true
echo "median ratio: $(median <ratios)"
cat listener.txt
