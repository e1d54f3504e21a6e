#!/usr/bin/env bash
# Runs a command as user 65532 in another root file system, with the network of this machine. /tmp is in memory and can be written;
# with --read-only nothing else can. Needs Linux and the user root. Used by ReleaseIT.
# SIGTERM is passed to the command, as an engine of containers does: unshare itself ignores it.
# Usage: in-root.sh ROOT [--read-only] COMMAND [ARGUMENT …]
set -euo pipefail
root="$(cd "$1" && pwd)" && shift
mode=rw
[ "$1" != --read-only ] || { mode=ro && shift; }
mkdir -p "$root/proc" "$root/dev" "$root/tmp"
# shellcheck disable=SC2016
unshare --mount --pid --fork --kill-child --propagation private bash -euc '
    root="$1" mode="$2" && shift 2
    mount --bind "$root" "$root"
    mount -t proc proc "$root/proc"
    mount --rbind /dev "$root/dev"
    mount -t tmpfs -o mode=1777 tmpfs "$root/tmp"
    mount -o "remount,bind,$mode" "$root"
    exec chroot --userspec=65532:65532 "$root" "$@"' in-root "$root" "$mode" "$@" &
outer=$!
trap 'kill "$(cat "/proc/$outer/task/$outer/children")" || true' TERM INT
status=0
while kill -0 "$outer" 2>/dev/null; do
    status=0
    wait "$outer" || status=$?
done
exit "$status"
