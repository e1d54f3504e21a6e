#!/usr/bin/env bash
# Makes lib/billwright.aot of a release: starts a server on the database of a demo, and records what the start and some requests
# load. The demo itself is not recorded: the JVM (25) does not start with a cache that has classes of a sealed jar, as its reader of
# xz is, in another folder. The file is not the same twice: it has profiles of the run.
# Usage: train.sh HOME
set -euo pipefail
home="$(cd "$1" && pwd)"
. "$(dirname "${BASH_SOURCE[0]}")/../../bin/free-port.sh"
work="$(mktemp -d "${TMPDIR:-/tmp}/billwright-train.XXXXXX")"
server='' demo=''
cleanup() {
    [ -z "$server" ] || kill -9 "$server" 2>/dev/null || true
    [ -z "$demo" ] || { kill "$demo" 2>/dev/null && wait "$demo"; } || true
    rm -rf "$work"
}
trap cleanup EXIT

fail() { echo "train: $*" >&2; tail -n 20 "$work/log" >&2 || true; exit 1; }

await_ready() { # process, port
    for _ in $(seq 1800); do
        if curl -sf -o /dev/null "http://127.0.0.1:$2/q/health/ready"; then return; fi
        kill -0 "$1" 2>/dev/null || fail "process $1 has ended"
        sleep 0.2
    done
    fail "not ready on port $2"
}

request() { curl -sf -o /dev/null "http://127.0.0.1:$port$1" || fail "no response to $1"; }

cd "$work"
port="$(free_port)"
"$home/bin/billwright" demo --port "$port" --data "$work/data" >>"$work/log" 2>&1 &
demo=$!
await_ready "$demo" "$port"
# the demo's PostgreSQL writes its port on the fourth line of this file
database="$(sed -n 4p "$work/data/postgres/postmaster.pid")"
port="$(free_port)"
BILLWRIGHT_DATABASE_URL="postgresql://127.0.0.1:$database/billwright" BILLWRIGHT_DATABASE_USERNAME=billwright \
    BILLWRIGHT_TENANT=PR BILLWRIGHT_AUTH_OPEN=true BILLWRIGHT_DRAIN_TIME=0s \
    BILLWRIGHT_JAVA_OPTS="-XX:AOTCacheOutput=$home/lib/billwright.aot" \
    "$home/bin/billwright" serve --host 127.0.0.1 --port "$port" >>"$work/log" 2>&1 &
server=$!
await_ready "$server" "$port"
for _ in 1 2 3 4 5; do
    for version in v4 v5; do
        api="/tmf-api/customerBillManagement/$version"
        request "$api/customerBill?state=sent&fields=billNo,amountDue&limit=20&sort=-billDate"
        request "$api/appliedCustomerBillingRate?limit=20"
    done
    request "/tmf-api/customerBillManagement/v4/customerBill/77645H00004961"
    request "/tmf-api/customerBillManagement/v4/customerBill/77645H00004961/billDocument/bill.pdf"
    request "/operations/v1/billRun?limit=5"
    request "/console/"
    request "/q/metrics"
    request "/q/health"
done
kill "$server"
wait "$server" || true
kill "$demo"
wait "$demo" || true
[ -f "$home/lib/billwright.aot" ] || fail "no cache was written"
