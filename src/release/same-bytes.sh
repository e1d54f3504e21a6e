#!/usr/bin/env bash
# Builds the last commit twice, in two folders, and compares the archives and the images byte for byte. Without the cache of
# classes: it has profiles of a run, and is not the same twice. Usage: src/release/same-bytes.sh [Maven options]
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
. bin/jdk.sh
work="$(mktemp -d "${TMPDIR:-/tmp}/billwright-bytes.XXXXXX")"
trap 'rm -rf "$work"' EXIT
for build in one another; do
    git clone -q --no-hardlinks . "$work/$build"
    (cd "$work/$build" && mvn -B -ntp -q -Prelease -Dmaven.test.skip=true -Drelease.cache=none "$@" verify >"$work/$build.log" 2>&1) ||
        { tail -n 20 "$work/$build.log" >&2; exit 1; }
done
status=0
for file in "$work"/one/target/billwright-*-linux-*.{tar.gz,zip} "$work"/one/target/billwright-*-image.tar; do
    name="$(basename "$file")"
    if cmp "$file" "$work/another/target/$name"; then
        echo "the same: $(sha256sum "$file" | cut -d' ' -f1)  $name"
    else
        status=1
    fi
done
[ "$status" = 0 ] || (cd "$work" && diff -rq one/target/release another/target/release || true)
exit "$status"
