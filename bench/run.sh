#!/bin/sh
# Times Penstock against COPY and against a naive program: see bench/README.md.
# Needs a JDK 17 or newer and nothing else.
set -eu
cd "$(dirname "$0")/.."

if [ -n "${JAVA_HOME:-}" ]; then java="$JAVA_HOME/bin/java"; else java=java; fi
version=$("$java" -XshowSettings:properties -version 2>&1 | sed -n 's/^ *java.specification.version = //p')
case "$version" in
  '' | 1.*) echo "bench/run.sh needs JDK 17 or newer; '$java' is ${version:-not there}. Set JAVA_HOME." >&2; exit 2 ;;
esac
if [ "$version" -lt 17 ]; then
  echo "bench/run.sh needs JDK 17 or newer; '$java' is $version. Set JAVA_HOME." >&2
  exit 2
fi

work=bench/work
classpath=$work/classpath
mkdir -p "$work"
# The class path is written last in a build, so it is as old as the build.
if [ ! -f target/penstock.jar ] || [ ! -f "$classpath" ] ||
  [ -n "$(find pom.xml src -newer "$classpath" -type f | head -n 1)" ]; then
  echo "Building" >&2
  ./mvnw -q -B -DskipTests package dependency:build-classpath \
    -Dmdep.includeScope=test -Dmdep.outputFile="$work/classpath.new" >&2 || exit 2
  mv "$work/classpath.new" "$classpath"
  touch "$classpath"
fi

exec "$java" -Xmx512m -Dlogback.configurationFile="$PWD/bench/logback.xml" \
  -Dlog4j2.loggerContextFactory=org.apache.logging.log4j.simple.SimpleLoggerContextFactory \
  -cp "$PWD/target/test-classes:$PWD/target/classes:$(cat "$classpath")" \
  dev.penstock.bench.Bench "$@"
