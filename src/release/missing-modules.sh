#!/usr/bin/env bash
# Prints the modules that jdeps finds in the jars of a release and modules.txt does not have. Takes minutes.
# Usage: missing-modules.sh RELEASE
set -euo pipefail
here="$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)"
. "$here/../../bin/jdk.sh"
work="$(mktemp -d "${TMPDIR:-/tmp}/billwright-modules.XXXXXX")"
trap 'rm -rf "$work"' EXIT
# As one folder of classes: jdeps resolves the descriptions of modules, of which few libraries have all.
for jar in "$1"/lib/*/*.jar; do unzip -q -o -d "$work" "$jar" '*.class' -x '*module-info.class' 'META-INF/*' 2>/dev/null || true; done
"$JAVA_HOME/bin/jdeps" --ignore-missing-deps --print-module-deps -quiet "$work" | tr ',' '\n' |
    grep -v -F -x -f <(sed 's/#.*//; s/ .*//' "$here/modules.txt" | grep .) || true
