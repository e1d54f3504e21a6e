#!/usr/bin/env bash
# Lists over HTTP against the hand-written SQL of the same lists under pgbench, on a small and on a large store.
# README.md says what the figures mean.
set -euo pipefail
. "$(dirname "${BASH_SOURCE[0]}")/common.sh"
sizes="${BENCH_SIZES:-10000 1000000}" seconds="${BENCH_SECONDS:-5}" rounds="${BENCH_ROUNDS:-3}" warmup="${BENCH_WARMUP:-20}"
: "${BENCH_SHARED_BUFFERS:=6GB}"
page=20

fill() { # bills
    createdb "$PGDATABASE"
    start_server # brings the schema
    stop_server
    echo "loading $1 bills and their $((8 * $1)) rates …"
    run psql -qX -v bills="$1" -f "$here/bills.sql"
    run psql -qX -f "$here/rates.sql"
    run psql -qXc 'vacuum analyze' -c checkpoint
    # What was loaded is read from memory, as README.md says: the write-ahead log has taken its place there.
    run cat "$work"/db/base/*/* >/dev/null
}

# A query: its name, the hand-written SQL, and the path over HTTP; where a response counts its list, the SQL counts it as well. Each draws the same random :n, {} in the path.
sql_begin="select revision, doc::text from"
of_month="state = 'settled' and bill_date >= ('2024-03-' || :n)::timestamptz and bill_date < ('2024-04-' || :n)::timestamptz"
bills_of="$sql_begin customer_bill where tenant = 'bench' and"
newest="order by bill_date desc, id desc limit"

measure() { # name, last of the random numbers, SQL, path; medians of the rounds, and the ratio's lowest and highest
    local columns=() column
    printf '\\set n random(%s, %s)\n%s;\n' "$first" "$2" "$3" >query.sql
    wrk_round "$warmup" "$4" "$first" "$2"
    for _ in $(seq "$rounds"); do
        pgbench_round "$seconds" query.sql
        wrk_round "$seconds" "$4" "$first" "$2"
        echo "$raw $http $(ratio "$http" "$raw") $p50 $p99 $raw_p99"
    done >rounds
    for column in 1 2 3 4 5 6; do columns+=("$(cut -d' ' -f"$column" rounds | median)"); done
    # shellcheck disable=SC2059
    printf "$row" "$1" "$size" "${columns[@]}" "$(cut -d' ' -f3 rounds | sort -n | sed -n '1p;$p' | paste -sd-)"
    echo "$1|$size|${columns[1]}|${columns[0]}" >>results
}

cursor_at() { # offset; the cursor that leads on from there, by the order of billDate
    curl -si "http://127.0.0.1:$port$path/customerBill?offset=$1&limit=1" >middle.http
    sed -n 's/.*cursor=\([^&>]*\)>; rel="next".*/\1/p' middle.http
}

plans() {
    psql -AtqX <<'SQL' | sed 's/^/    /'
\set ON_ERROR_STOP on
\echo '-- by account'
explain (costs off) select doc from customer_bill where tenant = 'bench' and billing_account_id = 'BA-7'
    order by bill_date desc, id desc limit 100;
\echo '-- by state and date'
explain (costs off) select doc from customer_bill where tenant = 'bench' and state = 'settled'
    and bill_date >= '2024-03-01' and bill_date < '2024-04-01' order by bill_date desc, id desc limit 20;
\echo '-- behind a cursor'
explain (costs off) select doc from customer_bill where tenant = 'bench'
    and (bill_date, id) < ('2024-06-15', '1') order by bill_date desc, id desc limit 20;
\echo '-- by party'
explain (costs off) select doc from customer_bill where tenant = 'bench' and party_ids @> array['P-7']
    order by bill_date desc, id desc limit 100;
\echo '-- by number'
explain (costs off) select doc from customer_bill where tenant = 'bench' and bill_no = 'B-1000000007';
\echo '-- rates of a bill'
explain (costs off) select doc from applied_customer_billing_rate where tenant = 'bench' and bill_id = '1000000007'
    order by id limit 100;
\echo '-- unbilled rates of an account'
explain (costs off) select doc from applied_customer_billing_rate where tenant = 'bench' and billing_account_id = 'BA-7'
    and bill_id is null order by id;
SQL
}

"$home/billwright" --version >/dev/null # builds where that is needed
port="$(free_port)"
export BENCH_SHARED_BUFFERS
start_database
dropdb "$PGDATABASE"
row='%-34s %9s %11s %9s %7s %8s %8s %11s %11s\n'
for size in $sizes; do
    export PGDATABASE="bench$size"
    fill "$size"
    start_server
    accounts="${BENCH_ACCOUNTS:-$(((size - 1) / 12))}"
    last_bill=$((1000000000 + 12 * accounts))
    # Reads the way to the middle, for which the server would not wait where it comes from a disk.
    middle="$(psql -AtqXc "select format('(''%s'', ''%s'')', bill_date, id) from customer_bill where tenant = 'bench'
        $newest 1 offset $((size / 2))")"
    deep="$(cursor_at $((size / 2)))"
    [ -n "$deep" ] || { cat middle.http >&2; fail "no cursor in the middle of the list"; }
    # shellcheck disable=SC2059
    printf "$row" list bills 'pgbench/s' 'http/s' ratio 'p50 ms' 'p99 ms' 'pgbench p99' ratios
    first=0
    measure "an account's bills" "$accounts" "$bills_of billing_account_id = 'BA-' || :n $newest 100" \
        "customerBill?billingAccount.id=BA-{}"
    measure "a party's bills" "$accounts" "$bills_of id = any(array(select resource_id from related_party
            where tenant = 'bench' and resource = 'customerBill' and party_id = 'P-' || :n)) $newest 100" \
        "customerBill?relatedParty.id=P-{}"
    first=10
    measure "by state and a month" 28 \
        "select revision, doc::text, (select count(*) from customer_bill where tenant = 'bench' and $of_month)
            from customer_bill where tenant = 'bench' and $of_month $newest $page" \
        "customerBill?state=settled&billDate.gte=2024-03-{}&billDate.lt=2024-04-{}&limit=$page"
    first=0
    measure "newest first, page 1" 1 "$bills_of true $newest $page" "customerBill?sort=-billDate&limit=$page"
    measure "newest first, the middle" 1 "$bills_of (bill_date, id) < $middle $newest $page" \
        "customerBill?limit=$page&cursor=$deep"
    first=1000000001
    measure "a bill's rates" "$last_bill" \
        "$sql_begin applied_customer_billing_rate where tenant = 'bench' and bill_id = :n::text order by id limit 100" \
        "appliedCustomerBillingRate?bill.id={}"
    stop_server
done

echo
echo "how cost grows, requests per second:"
awk -F'|' '!($1 in small) { small[$1] = $3; raw[$1] = $4; order[++n] = $1; next } { large[$1] = $3; rawLarge[$1] = $4 }
    END { for (i = 1; i <= n; i++) if (order[i] in large)
        printf "  %-34s small/large %.2f by http, %.2f by pgbench\n", order[i], small[order[i]] / large[order[i]],
            raw[order[i]] / rawLarge[order[i]]
        if ("newest first, the middle" in large)
        printf "  %-34s page 1/middle, large store %.2f\n", "newest first",
            large["newest first, page 1"] / large["newest first, the middle"] }' results
echo "plans, large store:"
plans
psql -AtqXc "select 'sizes: bills ' || pg_size_pretty(pg_table_size('customer_bill')) || ' and '
    || pg_size_pretty(pg_indexes_size('customer_bill')) || ' of indexes, rates '
    || pg_size_pretty(pg_table_size('applied_customer_billing_rate')) || ' and '
    || pg_size_pretty(pg_indexes_size('applied_customer_billing_rate')) || ' of indexes'"
