#!/usr/bin/env bash
# Checks and builds the console: build.sh OUTPUT-DIRECTORY WORK-DIRECTORY
#
# Maven calls this in the phase generate-resources. Does nothing when the sources are those of the last build. Finds what
# runs it by itself: Node 18.18 or newer from PATH; else Deno, which comes through Maven as a jar and changes nothing on
# the machine; else, for root on Debian, the distribution's own Node.
set -euo pipefail

room=$(cd "$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")" && pwd)
out=$1
work=$2
deno_version=2.5.4
npm_version=9.9.4

say() { printf 'console: %s\n' "$*" >&2; }
die() {
  say "$@"
  exit 1
}

sources() {
  (cd "$room" && find . \( -name node_modules -o -name dist -o -path ./dev -o -name '*.md' \) -prune -o -type f -print0 |
    LC_ALL=C sort -z | xargs -0 sha256sum | sha256sum)
}

node_on_path() {
  command -v node >/dev/null && command -v npm >/dev/null || return 1
  node -e 'const [a, b] = process.versions.node.split(".").map(Number); process.exit(a > 18 || (a === 18 && b >= 18) ? 0 : 1)' || {
    say "Node $(node --version) is too old (18.18 or newer is needed)"
    return 1
  }
  js() { node "$@"; }
  npm_ci() { npm ci --prefer-offline --ignore-scripts; }
}

deno_from_maven() {
  [[ $(uname -sm) == "Linux x86_64" ]] && command -v mvn >/dev/null || return 1
  local deno=$work/deno/$deno_version jar=$work/deno/linux-x64-glibc-$deno_version.jar
  if [[ ! -x $deno ]]; then
    say "no Node found; fetching Deno $deno_version through Maven"
    mkdir -p "$work/deno"
    (
      cd "$work/deno"
      mvn -q -B org.apache.maven.plugins:maven-dependency-plugin:3.8.1:copy -DoutputDirectory="$work/deno" \
        -Dartifact="org.mvnpm.at.deno:linux-x64-glibc:$deno_version"
      "${JAVA_HOME:+$JAVA_HOME/bin/}jar" xf "$jar"
      chmod +x "META-INF/resources/_static/linux-x64-glibc/$deno_version/deno"
      mv "META-INF/resources/_static/linux-x64-glibc/$deno_version/deno" "$deno"
      rm -rf META-INF "$jar"
    ) >"$work/deno.log" 2>&1 || return 1
  fi
  # The machine's own certificates, as npm and Maven use them; a park may sit behind a proxy with its own authority.
  export DENO_DIR=$work/deno/cache DENO_TLS_CA_STORE=system DENO_NO_UPDATE_CHECK=1
  "$deno" --version >"$work/deno.log" 2>&1 || return 1
  js() { "$work/deno/$deno_version" run -A "$@"; }
  npm_ci() { js "npm:npm@$npm_version" ci --ignore-scripts; }
}

node_of_debian() {
  [[ -f /etc/debian_version && $(id -u) -eq 0 ]] || return 1
  say "installing the distribution's Node"
  { apt-get update -q && DEBIAN_FRONTEND=noninteractive apt-get install -q -y --no-install-recommends nodejs npm; } \
    >"$work/apt.log" 2>&1 || return 1
  hash -r
  node_on_path
}

mkdir -p "$work"
stamp=$(sources)
[[ -f $out/index.html && -f $work/console.stamp && $(<"$work/console.stamp") == "$stamp" ]] && exit 0

node_on_path || deno_from_maven || node_of_debian || die \
  "nothing found that can build the console: install Node 18.18 or newer with npm (Debian: apt-get install nodejs npm)" \
  "/ 无法构建控制台:请安装 Node 18.18 或更新版本及 npm(Debian:apt-get install nodejs npm);logs / 日志: $work"

cd "$room"
lock=$(sha256sum package-lock.json)
if [[ ! -f node_modules/.lock || $(<node_modules/.lock) != "$lock" ]]; then
  npm_ci >"$work/npm.log" 2>&1 || {
    grep -m 12 -i 'npm err' "$work/npm.log" >&2 || tail -n 12 "$work/npm.log" >&2
    die "could not fetch the console's libraries; is the npm registry (or a mirror named in ~/.npmrc) within reach?" \
      "/ 无法下载控制台依赖库,请检查能否访问 npm 镜像源"
  }
  printf '%s\n' "$lock" >node_modules/.lock
fi

# check NAME PROGRAM ARGUMENTS: silent when all is well.
check() {
  local name=$1
  shift
  js "$@" >"$work/$name.log" 2>&1 || {
    cat "$work/$name.log" >&2
    die "the console's $name failed"
  }
}
check types node_modules/vue-tsc/bin/vue-tsc.js --build
check lint node_modules/eslint/bin/eslint.js --max-warnings 0 .
check tests node_modules/vitest/vitest.mjs run
export CONSOLE_OUT=$out
check bundle node_modules/vite/bin/vite.js build
printf '%s\n' "$stamp" >"$work/console.stamp"
