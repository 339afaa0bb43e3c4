#!/bin/sh
# Builds Penstock when needed, then runs it with the arguments given: ./run.sh [COMMAND] [OPTIONS]
# Paths in the workbook, and data/, metadata/ and logs/, are reckoned from the folder you call it in.
#
#   JAVA_HOME              the Java to use (17 or newer); else the java on the PATH
#   PENSTOCK_JAVA_OPTS     more JVM flags, such as -Xmx1g; they win over the ones below
set -eu

here=$(CDPATH= cd -- "$(dirname -- "$0")" && pwd -P)
jar="$here/target/penstock.jar"

fail() {
  printf '%s\n' "$@" >&2
  exit 2
}

if [ -n "${JAVA_HOME:-}" ] && [ -x "$JAVA_HOME/bin/java" ]; then
  java="$JAVA_HOME/bin/java"
elif command -v java >/dev/null 2>&1; then
  java=$(command -v java)
else
  fail "Penstock needs Java 17 or newer, and there is no java on the PATH and none in JAVA_HOME." \
    "Debian, Ubuntu:  sudo apt-get install openjdk-17-jdk-headless" \
    "Red Hat, Fedora: sudo dnf install java-17-openjdk-devel" \
    "macOS:           brew install openjdk@17" \
    "Others:          https://adoptium.net (then set JAVA_HOME)"
fi

# `java -version` costs a JVM start; the release file beside it says the same at once.
home=$(dirname -- "$(dirname -- "$(readlink -f -- "$java" 2>/dev/null || printf '%s' "$java")")")
version=$(sed -n 's/^JAVA_VERSION="\([0-9]*\).*/\1/p' "$home/release" 2>/dev/null || true)
[ -n "$version" ] || version=$("$java" -version 2>&1 | sed -n 's/.*version "\([0-9]*\).*/\1/p' | head -n 1)
case "$version" in
  '' | *[!0-9]*) fail "Cannot tell the version of $java. Set JAVA_HOME to a Java 17 or newer." ;;
esac
[ "$version" -ge 17 ] || fail "Penstock needs Java 17 or newer, but $java is Java $version." \
  "Install a newer one, or set JAVA_HOME to it."

stale() {
  [ ! -f "$jar" ] && return 0
  [ -d "$here/src/main" ] || return 1
  [ -n "$(find "$here/pom.xml" "$here/src/main" -newer "$jar" -print 2>/dev/null | head -n 1)" ]
}

if stale; then
  [ -x "$home/bin/javac" ] || fail "The first start builds Penstock and needs a JDK, but $home has no compiler." \
    "Install a JDK (on Debian: sudo apt-get install openjdk-17-jdk-headless), or set JAVA_HOME to one."
  mkdir -p "$here/target"
  # These goals alone fetch no test libraries (a PostgreSQL and a DuckDB, 270 MB), as `package` would.
  goals="resources:resources@default-resources compiler:compile@default-compile jar:jar@default-jar shade:shade@shaded"
  echo "Building Penstock (the first time fetches its libraries; a few minutes) ..." >&2
  # shellcheck disable=SC2086 # the goals are words on purpose
  if ! JAVA_HOME="$home" "$here/mvnw" --batch-mode --no-transfer-progress -Dquick -f "$here/pom.xml" $goals >"$here/target/build.log" 2>&1; then
    tail -n 30 "$here/target/build.log" >&2
    fail "The build failed; all of its output is in $here/target/build.log." \
      "Most often a library could not be fetched: check the network or the proxy in ~/.m2/settings.xml, then try again."
  fi
  touch "$jar"
fi

# A shared archive of loaded classes halves the start of every command. It belongs to one jar and one Java.
# Made of lists of names: on Java 17, writing it at the exit of a program that used Azure's libraries can crash.
archive="$here/target/penstock-$version.jsa"
train() {
  # The process id keeps two first starts at the same time apart.
  new="$archive.$$"
  "$java" -XX:DumpLoadedClassList="$new.local" -Xmx384m -XX:+UseSerialGC -Xlog:disable -jar "$jar" \
    validate --config "$here/config/ingestion_config.xlsx" || return 1
  "$java" -XX:DumpLoadedClassList="$new.lake" -Xmx384m -XX:+UseSerialGC -Xlog:disable -cp "$jar" \
    dev.penstock.storage.adls.Rehearsal || return 1
  "$java" -XX:DumpLoadedClassList="$new.load" -Xmx384m -XX:+UseSerialGC -Xlog:disable \
    --add-opens=java.base/java.nio=ALL-UNNAMED -cp "$jar" dev.penstock.app.Rehearsal || return 1
  # Ids count anew in each list, and a class is wanted once.
  sed -e '/^#/d' -e '/source:/d' -e 's/ id: [0-9]*$//' "$new.local" "$new.lake" "$new.load" |
    awk '!seen[$0]++' >"$new.list" || return 1
  # G1 alone writes the objects of the JDK into an archive; every collector reads them.
  "$java" -Xshare:dump -XX:SharedClassListFile="$new.list" -XX:SharedArchiveFile="$new.jsa" \
    -Xmx384m -XX:+UseG1GC -Xlog:disable -cp "$jar" || return 1
  mv -f "$new.jsa" "$archive"
}
if { [ ! -f "$archive" ] || [ "$jar" -nt "$archive" ]; } && [ -w "$here/target" ]; then
  rm -f "$archive"
  # Failing that, an archive of what a start without a lake wants; failing both, everything starts later.
  train >/dev/null 2>&1 ||
    "$java" -XX:ArchiveClassesAtExit="$archive" -Xmx384m -XX:+UseSerialGC -Xlog:disable -jar "$jar" \
      validate --config "$here/config/ingestion_config.xlsx" >/dev/null 2>&1 || true
  rm -f "$archive.$$".*
fi

# Grows with the cores, since as many jobs run at the same time.
cores=$(getconf _NPROCESSORS_ONLN 2>/dev/null || echo 2)
heap=$((128 + 64 * cores))
young=$((16 + 16 * cores))
# A container may see all cores of a large machine, and have little of its memory.
[ "$young" -le 144 ] || young=144

interactive=false
[ -t 1 ] && interactive=true

# From Java 24 on, Arrow's way to memory prints a warning at every start unless it is allowed.
memory=
[ "$version" -ge 24 ] && memory=--sun-misc-unsafe-memory-access=allow

# Nobody but owner and group may ever write what is made from here on, whatever the umask was.
umask o-w

# shellcheck disable=SC2086 # the options are words on purpose
# The heap begins small, as most loads need little of it. But rows on their way must fit into its young part: else they go
# to the old one, and all of the heap is collected to get them out of it again.
# Optimizing a method costs more than running it for a while. So only what runs ten times as often as by default is
# optimized to the full, which is what moves rows.
exec "$java" -Xms$((2 * young))m -Xmn${young}m -Xmx${heap}m -XX:+UseSerialGC \
  -XX:Tier4InvocationThreshold=50000 -XX:Tier4MinInvocationThreshold=6000 \
  -XX:Tier4CompileThreshold=150000 -XX:Tier4BackEdgeThreshold=400000 \
  -XX:SharedArchiveFile="$archive" -Xshare:auto -Xlog:disable $memory \
  -Djdk.httpclient.bufsize=65536 -Darrow.enable_unsafe_memory_access=true -Darrow.enable_null_check_for_get=false \
  -Dpenstock.interactive=$interactive -Dpenstock.program="$here/run.sh" ${PENSTOCK_JAVA_OPTS:-} -jar "$jar" "$@"
