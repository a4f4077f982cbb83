# Read by ./vpo and vpo.bench/run: finds the Java that they need.

REQUIRED=25

# Major version of the Java installed in $1, read from its release file: to run it would take longer.
major() {
    sed -n 's/^JAVA_VERSION="\([0-9]*\).*/\1/p' "$1/release" 2>/dev/null
}

# Prints the path of a java that is new enough; fails if there is none.
find_java() {
    on_path=$(command -v java 2>/dev/null) && on_path=$(dirname "$(dirname "$(readlink -f "$on_path")")") || on_path=
    for home in "${JAVA_HOME:-}" "$on_path" /usr/lib/jvm/* /opt/java/* /opt/jdk* \
            "${HOME:-}"/.sdkman/candidates/java/* "${HOME:-}"/.jdks/*; do
        [ -n "$home" ] && [ -x "$home/bin/java" ] || continue
        version=$(major "$home")
        if [ -n "$version" ] && [ "$version" -ge "$REQUIRED" ]; then
            echo "$home/bin/java"
            return
        fi
    done
    return 1
}
