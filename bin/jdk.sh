# Sourced. Sets JAVA_HOME to a JDK 25 or newer: the one named by JAVA_HOME, that of the java on the path, or the newest
# found where distributions and version managers keep them.
required_jdk=25

jdk_version() { # the feature version of the JDK in folder $1, 0 where there is none
    [ -x "$1/bin/javac" ] || { echo 0; return; }
    "$1/bin/java" -XshowSettings:properties -version 2>&1 |
        sed -n 's/^ *java\.specification\.version = \([0-9]*\).*/\1/p' | grep . || echo 0
}

find_jdk() {
    local best="" best_version=$((required_jdk - 1)) candidate version on_path
    on_path="$(command -v javac || true)"
    for candidate in "${JAVA_HOME:-}" \
        ${on_path:+"$(dirname "$(dirname "$(readlink -f "$on_path")")")"} \
        /usr/lib/jvm/* /usr/java/* /opt/java/* /opt/jdk* /opt/*jdk* \
        "$HOME"/.sdkman/candidates/java/* "$HOME"/.jdks/* "$HOME"/.local/share/mise/installs/java/* \
        /Library/Java/JavaVirtualMachines/*/Contents/Home; do
        [ -n "$candidate" ] && [ -d "$candidate" ] || continue
        version="$(jdk_version "$candidate")"
        if [ "$version" -ge "$required_jdk" ] && [ "$candidate" = "${JAVA_HOME:-}" ]; then
            echo "$candidate"
            return
        fi
        if [ "$version" -gt "$best_version" ]; then
            best="$candidate"
            best_version="$version"
        fi
    done
    echo "$best"
}

found_jdk="$(find_jdk)"
if [ -z "$found_jdk" ]; then
    echo "Billwright needs a JDK $required_jdk or newer, and found none. Install one (Debian, Ubuntu: temurin-25-jdk or" >&2
    echo "openjdk-25-jdk; macOS: a .pkg of any vendor), or set JAVA_HOME to where it is." >&2
    exit 3
fi
if [ -n "${JAVA_HOME:-}" ] && [ "$found_jdk" != "$JAVA_HOME" ]; then
    echo "JAVA_HOME is no JDK $required_jdk or newer; using $found_jdk" >&2
fi
export JAVA_HOME="$found_jdk"

# Maven's own libraries use what JDK 25 warns about. Its code runs once: the second compiler would cost more than it returns.
export MAVEN_OPTS="${MAVEN_OPTS:-} --sun-misc-unsafe-memory-access=allow -XX:TieredStopAtLevel=1"
