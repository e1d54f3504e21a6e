#!/usr/bin/env bash
# Makes the root file system of a bare Debian: by debootstrap, or else of the files of this machine's essential packages. Needs root.
# Usage: bare-root.sh FOLDER
set -euo pipefail
folder="$1"
. /etc/os-release
[ "$ID" = debian ] || { echo "bare-root: this machine is no Debian" >&2; exit 1; }

# Everything that an essential package needs, but no interpreter of another language.
essential() {
    local packages
    packages="$(dpkg-query -W -f '${Essential} ${Package}\n' | sed -n 's/^yes //p' | grep -v '^perl')"
    # shellcheck disable=SC2086
    apt-cache depends --recurse --installed --no-recommends --no-suggests --no-conflicts --no-breaks --no-replaces --no-enhances \
        $packages | grep '^[a-z0-9]' | grep -vE '^(perl|python|openjdk|temurin)' | sort -u
}

if command -v debootstrap >/dev/null; then
    debootstrap --variant=minbase "$VERSION_CODENAME" "$folder" >"$folder.log" 2>&1 || { tail -n 5 "$folder.log" >&2; exit 1; }
else
    mkdir -p "$folder"/usr/{bin,sbin,lib,lib64}
    for name in bin sbin lib lib64; do ln -s "usr/$name" "$folder/$name"; done
    # shellcheck disable=SC2046
    dpkg -L $(essential) 2>/dev/null | sort -u | while read -r file; do [ ! -e "$file" ] || [ -d "$file" ] || realpath -s "$(realpath "$(dirname "$file")")/$(basename "$file")"; done |
        sed 's|^/||' | sort -u | tar -C / -c -T - | tar -C "$folder" -x
    mkdir -p "$folder/etc" "$folder/var/tmp"
    cp /etc/passwd /etc/group "$folder/etc/"
fi
chmod 1777 "$folder/var/tmp"
# PostgreSQL wants its user to have a name
echo 'billwright:x:65532:65532::/var/tmp:/bin/sh' >>"$folder/etc/passwd"
