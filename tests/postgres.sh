#!/usr/bin/env bash
# A private PostgreSQL for one test run, from whatever binaries are installed.
#   eval "$(tests/postgres.sh start [--durable])"   prints the exports that name it
#   tests/postgres.sh stop                          stops and removes it
#   tests/postgres.sh crash | again                 crashes it, and starts it on what is left
# fsync is off unless --durable is given: tests of behaviour need no disk.
set -euo pipefail
home="${TEST_POSTGRES_HOME:-/tmp/yuekao-postgres-$(id -u)}"

say() { echo "postgres.sh: $*" >&2; }

find_binaries() {
    local folder
    for folder in "$(pg_config --bindir 2>/dev/null || true)" $(ls -d /usr/lib/postgresql/*/bin 2>/dev/null | sort -rV); do
        if [ -x "$folder/initdb" ]; then echo "$folder"; return; fi
    done
    return 1
}

# PostgreSQL refuses to run as root: then it runs as an unprivileged user.
as_server() {
    if [ "$(id -u)" -eq 0 ]; then setpriv --reuid=nobody --regid="$(id -g nobody)" --clear-groups env HOME="$home" "$@"
    else "$@"; fi
}

start() {
    local bin
    if ! bin=$(find_binaries); then
        if [ "$(id -u)" -eq 0 ] && command -v apt-get >/dev/null; then
            say "installing postgresql"
            { apt-get update && apt-get install -y --no-install-recommends postgresql; } >&2
            bin=$(find_binaries)
        else
            say "no PostgreSQL binaries found: install them (Debian: apt install postgresql)"; exit 1
        fi
    fi
    stop_quietly
    mkdir -p "$home"; chmod 700 "$home"
    if [ "$(id -u)" -eq 0 ]; then chown nobody "$home"; fi
    as_server "$bin/initdb" -D "$home/data" -U yuekao -A trust -E UTF8 --locale=C.UTF-8 >"$home.log" 2>&1 || { cat "$home.log" >&2; exit 1; }
    local port; port=$(python3 -c 'import socket; s=socket.socket(); s.bind(("127.0.0.1",0)); print(s.getsockname()[1])' 2>/dev/null || echo $((20000 + RANDOM % 20000)))
    local options="-c listen_addresses=127.0.0.1 -c port=$port -c unix_socket_directories=$home -c max_connections=500 -c shared_buffers=256MB"
    if [ "${1:-}" != "--durable" ]; then options="$options -c fsync=off -c synchronous_commit=off -c full_page_writes=off"; fi
    echo "$options" >"$home/options"
    again
    echo "export TEST_POSTGRES=postgres://yuekao@127.0.0.1:$port"
    echo "export TEST_POSTGRES_BIN=$bin"
}

# Starts on what a crash left behind.
again() {
    local bin; bin=$(find_binaries)
    as_server "$bin/pg_ctl" -D "$home/data" -l "$home/server.log" -w -t 60 -o "$(cat "$home/options")" start >/dev/null || { cat "$home/server.log" >&2; exit 1; }
}

# Ends all its processes at once, as a power cut would.
crash() {
    local bin; bin=$(find_binaries)
    as_server "$bin/pg_ctl" -D "$home/data" -m immediate stop >/dev/null
}

stop_quietly() {
    local bin
    if [ -d "$home/data" ] && bin=$(find_binaries); then
        as_server "$bin/pg_ctl" -D "$home/data" -m immediate stop >/dev/null 2>&1 || true
    fi
    rm -rf "$home" "$home.log"
}

case "${1:-}" in
    start) start "${2:-}" ;;
    stop) stop_quietly ;;
    crash) crash ;;
    again) again ;;
    *) say "start [--durable] | stop | crash | again"; exit 2 ;;
esac
