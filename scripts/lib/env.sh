# Sourced by every command in scripts/: strict mode, the root folder, plain words, and Node 20.19 or newer on PATH.
set -euo pipefail
MEGURI_ROOT=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
cd "$MEGURI_ROOT"
MEGURI_NODE=$MEGURI_ROOT/var/node

say() { printf '%s\n' "$*" >&2; }
die() { say "$(basename "$0"): $*"; exit 1; }

# Succeeds when the Node found first on PATH is new enough for the web build.
node_is_new_enough() {
    local version
    version=$(node --version 2>/dev/null) || return 1
    [ "$(printf '%s\n' v20.19.0 "$version" | sort -V | head -n 1)" = v20.19.0 ]
}

# The Node that scripts/setup took from npm goes first, where there is one and the system's own is too old.
use_node() {
    if ! node_is_new_enough && [ -x "$MEGURI_NODE/bin/node" ]; then
        export PATH="$MEGURI_NODE/bin:$PATH"
    fi
}
use_node

# How many compilers run side by side: one a core, and 1.5 GB of memory for each.
build_jobs() {
    local cores memory
    cores=$(nproc)
    memory=$(awk '/MemAvailable/ { print int($2 / 1500000) }' /proc/meminfo 2>/dev/null || echo "$cores")
    [ "${memory:-0}" -ge 1 ] || memory=1
    echo $((cores < memory ? cores : memory))
}

# A built program by its name; a plain sentence when it is not there.
program() {
    local path=$MEGURI_ROOT/build/dev/bin/$1
    [ -x "$path" ] || die "there is no program $1: scripts/build did not make it"
    printf '%s\n' "$path"
}
