#!/usr/bin/env bash
# The channel face against the TMF678 GET of the same rates, over the own store and over a second server behind it.
# README.md says what the figures mean.
set -euo pipefail
. "$(dirname "${BASH_SOURCE[0]}")/common.sh"
bills="${BENCH_BILLS:-100000}" rounds="${BENCH_ROUNDS:-3}" seconds="${BENCH_SECONDS:-8}" warmup="${BENCH_WARMUP:-15}"
first=1000000001 last=$((1000000000 + bills))
tmf=/tmf-api/customerBillManagement/v4 dxp=/dxp-ux/v1
secret=secret-of-the-bench

cpu_ticks() { awk '{ print $14 + $15 }' "/proc/$1/stat"; }
cpu_micros() { awk "BEGIN { printf \"%.0f\", $1 * 1000000 / $(getconf CLK_TCK) / $requests }"; }
row() { printf '%-6s %-26s %9s %8s %8s %8s %16s\n' "$@"; }

measure() { # what, path prefix, path, the figures' name
    path="$2"
    local before behind
    before="$(cpu_ticks "$server")" behind="$(cpu_ticks "$back")"
    wrk_round "$seconds" "$3" "$first" "$last"
    [ "$4" != tmf ] || base="$http"
    row "$round" "$1" "$http" "$(ratio "$http" "$base")" "$p50" "$p99" \
        "$(cpu_micros $(($(cpu_ticks "$server") - before))) + $(cpu_micros $(($(cpu_ticks "$back") - behind)))"
    echo "$http" >>"figures.$4"
}

"$home/billwright" --version >/dev/null # builds where that is needed
start_database
port="$(free_port)"
start_server # brings the schema
stop_server
echo "loading $bills bills and their $((8 * bills)) rates …"
run psql -qX -v bills="$bills" -f "$here/bills.sql"
run psql -qX -f "$here/rates.sql"
run psql -qXc 'vacuum analyze'

export BILLWRIGHT_DATABASE_URL="postgresql://$PGHOST:$PGPORT/$PGDATABASE" BILLWRIGHT_DATABASE_USERNAME="$PGUSER"
cat >businesses.json <<'JSON'
[{"id": "PR", "tenant": "bench", "timeZone": "UTC", "currency": "USD", "windowMonths": 120, "channel": [{"id": "APP"}]},
 {"id": "PA", "tenant": "bench", "timeZone": "UTC", "currency": "USD", "windowMonths": 120, "channel": [{"id": "APP"}],
  "source": "back"}]
JSON
"$home/billwright" business set businesses.json >/dev/null
printf '%s\n' "$secret" |
    "$home/billwright" client add bench-app --business PR --business PA --requests-per-second 100000 --secret-stdin >/dev/null

back_port="$port"
start_server
back="$server"
port="$(free_port)"
BILLWRIGHT_CHANNEL_SOURCES_BACK_URL="http://127.0.0.1:$back_port$tmf" start_server
headers=(-H "client_id: bench-app" -H "client_secret: $secret" -H "channelId: APP")
rates="appliedCustomerBillingRate?bill.id={}"
account="&billingAccount.id=BA-[]"
lines="$(curl -sf "${headers[@]}" "http://127.0.0.1:$port$dxp/PA/appliedCustomerBillingRate?bill.id=$last&billingAccount.id=BA-$(((bills - 1) / 12))")"
[ "$(grep -o '"@type"' <<<"$lines" | wc -l)" = 8 ] || fail "not the eight lines of a bill: $lines"
echo "warming up for $((3 * warmup)) s …"
path="$tmf" && wrk_round "$warmup" "$rates" "$first" "$last"
path="$dxp" && wrk_round "$warmup" "PR/$rates$account" "$first" "$last"
wrk_round "$warmup" "PA/$rates$account" "$first" "$last"

echo "$(nproc) cores shared by load, servers and $(postgres --version)"
row round what 'per s' ratio 'p50 ms' 'p99 ms' 'µs/req + behind'
for ((round = 1; round <= rounds; round++)); do
    measure "TMF678 rates" "$tmf" "$rates" tmf
    measure "dxp-ux, own store" "$dxp" "PR/$rates$account" own
    measure "dxp-ux, server behind" "$dxp" "PA/$rates$account" remote
done
kill "$back"
echo "medians: TMF678 $(median <figures.tmf)/s, own store $(ratio "$(median <figures.own)" "$(median <figures.tmf)"), server behind $(ratio "$(median <figures.remote)" "$(median <figures.tmf)")"
