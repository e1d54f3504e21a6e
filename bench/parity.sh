#!/usr/bin/env bash
# Two billers of a million bills each, with two or three lines a bill, are compared in a small heap. README.md says what the figures mean.
set -euo pipefail
here="$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)"
home="$(dirname "$here")"
bills="${BENCH_BILLS:-1000000}" heap="${BENCH_HEAP:-256m}"
work="$(mktemp -d "${TMPDIR:-/tmp}/billwright-bench.XXXXXX")"
trap 'rm -rf "$work"' EXIT
trap 'exit 1' INT TERM HUP

fail() { echo "parity: $*" >&2; exit 1; }

for tool in perl awk; do command -v "$tool" >/dev/null || fail "needs $tool"; done
[ -r /proc/self/status ] || fail "needs Linux: memory is read from /proc"

# Of the right side, every 25th bill has a tax of 0.02 more, every 100th a price of 1.00 more, every 1,000th lacks its last line. Its lines
# come before their bills, and its accounts in another order.
documents() { # side
    perl -e '
        my ($side, $bills) = @ARGV;
        sub amount { my ($name, $cents) = @_; sprintf(q("%s":{"unit":"EUR","value":%d.%02d}), $name, int($cents / 100), $cents % 100) }
        for my $i (1 .. $bills) {
            my $n = $side eq "left" ? $i : ($i * 7919) % $bills + 1;
            my @nets = (1000 + $n % 900, 500 + $n % 70, $n % 2 ? (200 + $n % 30) : ());
            my @names = ("Plan", "TV channels", "Router");
            my $more = $side eq "right" && $n % 25 == 0 ? 2 : 0;
            $nets[0] += 100 if $side eq "right" && $n % 100 == 1;
            pop @nets if $side eq "right" && $n % 1000 == 2;
            my $account = int($n / 3);
            my $month = 1 + $n % 3;
            my $period = sprintf(q("startDateTime":"2026-%02d-01T00:00:00Z","endDateTime":"2026-%02d-01T00:00:00Z"), $month, $month + 1);
            my ($net, $tax, @lines) = (0, $more);
            for my $l (0 .. $#nets) {
                my $t = int($nets[$l] * 0.21 + 0.5);
                $net += $nets[$l]; $tax += $t;
                push @lines, qq({"\@type":"AppliedCustomerBillingRate","id":"$side-$n-$l","isBilled":true,"name":"$names[$l]","appliedBillingRateType":"recurringCharge","bill":{"id":"$side-$n"},"periodCoverage":{$period},"product":{"id":"$account-$names[$l]","name":"$names[$l]"},) .
                    amount("taxExcludedAmount", $nets[$l]) . qq(,"appliedTax":[{"taxCategory":"VAT","taxRate":21,) . amount("taxAmount", $t) . qq(}]}\n);
            }
            my $bill = qq({"\@type":"CustomerBill","id":"$side-$n","billNo":"$side-$n","billingAccount":{"id":"BA-$account"},"state":"sent",) . sprintf(q("billDate":"2026-%02d-01T06:00:00Z",), $month + 1) .
                qq("billingPeriod":{$period},) . amount("taxExcludedAmount", $net) . qq(,"taxItem":[{"taxCategory":"VAT","taxRate":21,) . amount("taxAmount", $tax) . "}]," .
                amount("taxIncludedAmount", $net + $tax) . "," . amount("amountDue", $net + $tax) . "}\n";
            print $side eq "left" ? ($bill, @lines) : (@lines, $bill);
        }' "$1" "$bills" >"$work/$1.ndjson"
}

"$home/billwright" --version >/dev/null # builds where that is needed
echo "writing $bills bills for each side …"
documents left
documents right
ls -l "$work" | awk '/ndjson/ { printf "%s: %.2f GB\n", $9, $5 / 1e9 }'

BILLWRIGHT_JAVA_OPTS="-Xmx$heap" "$home/billwright" parity "$work/left.ndjson" "$work/right.ndjson" --temporary "$work" \
    >"$work/report.txt" 2>"$work/progress.txt" &
parity=$! peak=0
while kill -0 "$parity" 2>/dev/null; do
    rss="$(awk '/^VmHWM/ { print $2 }' "/proc/$parity/status" 2>/dev/null || true)"
    peak=$((${rss:-0} > peak ? ${rss:-0} : peak))
    sleep 0.5
done
code=0
wait "$parity" || code=$?
[ "$code" = 1 ] || { cat "$work/progress.txt" >&2; fail "exit code $code"; }
tail -n 1 "$work/progress.txt"
echo "memory, MB: $((peak / 1024)), a heap of $heap"
cat "$work/report.txt"

# What was planted is what was found: n % 25 = 0, n % 100 = 1, n % 1000 = 2.
for found in "Tax rounding of VAT 21 %: $((bills / 25))" "Line is missing on the right: TV channels: $((bills / 1000))"; do
    grep -qF "$(sed -E ':a; s/([0-9])([0-9]{3})($|,)/\1,\2\3/; ta' <<<"$found") bills" "$work/report.txt" || fail "not found: $found bills"
done
