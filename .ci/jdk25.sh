# Finds a JDK 25 and prints its home; prints nothing and returns 1 if there is none.
# Sourced by ./batpak and .ci/run. Looks at JAVA_HOME, then PATH, then the usual places.

is_jdk25() {
    [ -n "$1" ] && [ -x "$1/bin/javac" ] && [ -x "$1/bin/java" ] || return 1
    if [ -r "$1/release" ]; then
        grep -Eq '^JAVA_VERSION="?25([."-]|$)' "$1/release"
    else
        "$1/bin/javac" -version 2>&1 | grep -Eq '^javac 25([.-]|$)'
    fi
}

find_jdk25() {
    local home
    if is_jdk25 "${JAVA_HOME:-}"; then
        printf '%s\n' "$JAVA_HOME"
        return 0
    fi
    if command -v java >/dev/null 2>&1; then
        home=$(java -XshowSettings:properties -version 2>&1 | sed -n 's/^ *java\.home = //p')
        if is_jdk25 "$home"; then
            printf '%s\n' "$home"
            return 0
        fi
    fi
    for home in /usr/lib/jvm/* /opt/* /opt/*/opt/openjdk@25/libexec/openjdk.jdk/Contents/Home \
        /usr/local/* "${HOME:-/}"/.sdkman/candidates/java/* "${HOME:-/}"/.jdks/* \
        /Library/Java/JavaVirtualMachines/*/Contents/Home; do
        if is_jdk25 "$home"; then
            printf '%s\n' "$home"
            return 0
        fi
    done
    return 1
}
