#!/usr/bin/env bash
# Bills of 60 lines as tagged, archivable PDFs, in one thread on one core. README.md says what the figures mean.
set -euo pipefail
here="$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)"
home="$(dirname "$here")"
pdfs="${BENCH_PDFS:-100000}" rounds="${BENCH_ROUNDS:-10}" round="${BENCH_ROUND:-1000}"
work="$(mktemp -d "${TMPDIR:-/tmp}/billwright-bench.XXXXXX")"
trap 'rm -rf "$work"' EXIT
trap 'exit 1' INT TERM HUP

fail() { echo "pdf: $*" >&2; exit 1; }

command -v taskset >/dev/null || fail "needs taskset"
. "$home/bin/jdk.sh"
"$home/billwright" --version >/dev/null # builds where that is needed
classes="$(printf '%s:' "$home"/target/quarkus-app/app/*.jar "$home"/target/quarkus-app/lib/main/*.jar "$home"/target/quarkus-app/lib/boot/*.jar)"
"$JAVA_HOME/bin/javac" -d "$work/classes" -cp "$classes" "$here/Pdfs.java" "$home/src/test/java/org/billwright/statement/SampleStatements.java"
echo "$(nproc) cores, of which one is used; load average $(cut -d' ' -f1 /proc/loadavg)"
taskset -c 0 "$JAVA_HOME/bin/java" -Xmx512m -XX:+UseSerialGC -cp "$work/classes:$classes" Pdfs "$round" "$rounds" "$pdfs"
