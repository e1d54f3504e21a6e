#!/usr/bin/env bash
# From start to ready on existing data, and the memory then, by what is done for it. README.md says what the figures mean.
# Usage: start.sh [RELEASE]: the folder of an unpacked release; the default is the one that mvn -Prelease verify has laid out.
set -euo pipefail
release="${1:-$(ls -d "$(dirname "${BASH_SOURCE[0]}")"/../target/release/billwright-*-linux-x64 2>/dev/null | head -n 1)}"
release="$(cd "${release:-.}" && pwd)"
. "$(dirname "${BASH_SOURCE[0]}")/common.sh"
. "$home/bin/jdk.sh"
rounds="${BENCH_ROUNDS:-5}" settle="${BENCH_SETTLE:-5}"
quarkus="$home/target/quarkus-app/quarkus-run.jar"
[ -x "$release/bin/billwright" ] || fail "no release in '$release': mvn -Prelease verify makes one"
[ -f "$quarkus" ] || fail "no $quarkus"

options=("@$release/lib/java.options")
cache="-XX:AOTCache=$release/lib/billwright.aot"
flat=(-jar "$release/lib/billwright.jar")

# The variants: a name, then the command. BENCH_OPTIONS are of the last one, a try of one's own.
variants() {
    try 'JDK, nothing shared' "$JAVA_HOME/bin/java" "${options[@]}" -Xshare:off -jar "$quarkus"
    try "JDK's own classes shared" "$JAVA_HOME/bin/java" "${options[@]}" -jar "$quarkus"
    try 'the same, flat class path' "$JAVA_HOME/bin/java" "${options[@]}" "${flat[@]}"
    try 'runtime of the release' "$release/runtime/bin/java" "${options[@]}" "${flat[@]}"
    try 'with its cache' "$release/runtime/bin/java" "${options[@]}" "$cache" "${flat[@]}"
    try 'the same, serial collector' "$release/runtime/bin/java" "${options[@]}" "$cache" -XX:+UseSerialGC "${flat[@]}"
    try 'the same, heap of 64 MB' "$release/runtime/bin/java" "${options[@]}" "$cache" -XX:+UseSerialGC -Xmx64m "${flat[@]}"
    try 'release as it is started' "$release/bin/billwright"
    # shellcheck disable=SC2086
    [ -z "${BENCH_OPTIONS:-}" ] || try "$BENCH_OPTIONS" "$release/runtime/bin/java" "${options[@]}" "$cache" $BENCH_OPTIONS "${flat[@]}"
}

rss() { awk '/^VmRSS/ { print int($2 / 1024) }' "/proc/$server/status"; }
cpu_ms() { awk -v hz="$(getconf CLK_TCK)" '{ print int(($14 + $15) * 1000 / hz) }' "/proc/$server/stat"; }

try() { # name, command
    local name="$1" began
    shift
    [ -z "${BENCH_ONLY:-}" ] || [[ "$name" == *"$BENCH_ONLY"* ]] || return 0
    began="${EPOCHREALTIME/./}"
    BILLWRIGHT_DATABASE_URL="postgresql://$PGHOST:$PGPORT/$PGDATABASE" BILLWRIGHT_DATABASE_USERNAME="$PGUSER" \
        BILLWRIGHT_TENANT=bench BILLWRIGHT_AUTH_OPEN=true BILLWRIGHT_DRAIN_TIME=0s \
        "$@" serve --host 127.0.0.1 --port "$port" >server.log 2>&1 &
    server=$!
    until curl -sf -o /dev/null "http://127.0.0.1:$port/q/health/ready"; do
        kill -0 "$server" 2>/dev/null || { tail -n 5 server.log >&2; fail "the server did not start: $name"; }
        sleep 0.01
    done
    echo "$((("${EPOCHREALTIME/./}" - began) / 1000)) $(cpu_ms) $(sleep "$settle"; rss)" >>"figures-$name"
    grep -x -F -q "$name" names 2>/dev/null || echo "$name" >>names
    stop_server
}

start_database
port="$(free_port)"
export BILLWRIGHT_DATABASE_URL="postgresql://$PGHOST:$PGPORT/$PGDATABASE" BILLWRIGHT_DATABASE_USERNAME="$PGUSER" BILLWRIGHT_TENANT=bench
"$release/bin/billwright" migrate >migrate.log 2>&1 || { cat migrate.log >&2; fail "no schema"; }
"$release/bin/billwright" generate --to demo >generate.log 2>&1 || { cat generate.log >&2; fail "no bills"; }
"$release/bin/billwright" import demo/ >import.log 2>&1 || { tail -n 5 import.log >&2; fail "the bills were not loaded"; }
echo "$(nproc) cores shared with $(postgres --version), $(psql -AtqXc 'select count(*) from customer_bill') bills; load average $(cut -d' ' -f1 /proc/loadavg)"
for ((round = 1; round <= rounds; round++)); do variants; done
printf '%-30s %12s %8s %8s %10s %8s %8s\n' "median of $rounds" 'ready, ms' lowest highest 'CPU, ms' 'RSS, MB' highest
while read -r name; do
    printf '%-30s %12s %8s %8s %10s %8s %8s\n' "$name" "$(cut -d' ' -f1 "figures-$name" | median)" \
        "$(cut -d' ' -f1 "figures-$name" | sort -n | head -n 1)" "$(cut -d' ' -f1 "figures-$name" | sort -n | tail -n 1)" \
        "$(cut -d' ' -f2 "figures-$name" | median)" "$(cut -d' ' -f3 "figures-$name" | median)" \
        "$(cut -d' ' -f3 "figures-$name" | sort -n | tail -n 1)"
done <names
