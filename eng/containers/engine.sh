#!/usr/bin/env bash
# A private container engine from Debian's packages, for tests on machines without an engine. Usage: engine.sh FOLDER
# Its socket is FOLDER/docker.sock. It lives in process and mount namespaces of its own: when it ends, however it ends,
# so do its containers and its mounts. SIGTERM ends it and takes its network bridges and control groups away too; those of
# a killed one are taken over by the next.
set -euo pipefail
folder="$(realpath -m "$1")"
mkdir -p "$folder"

# Each engine has a bridge of its own, numbered; the lock on it says that its engine lives. The
# addresses are those set aside for tests of networks (RFC 2544).
bridge="" number=0
for ((number = 0; number < 200; number++)); do
  bridge="pir-test-$number"
  [[ -e /sys/class/net/$bridge ]] || ip link add "$bridge" type bridge
  exec {lock}<"/sys/class/net/$bridge"
  ! flock --nonblock "$lock" || break
  exec {lock}<&-
done

# Everything that this number's engine created outside its namespaces.
remove_remains() {
  ip -o -4 addr show to "198.19.$number.0/24" | while read -r _ name _; do ip link del "$name"; done
  find /sys/fs/cgroup -depth -type d -path "*/$bridge*" -exec rmdir {} + 2>/dev/null || true
}

engine=""
finish() {
  trap '' TERM INT
  [[ -z $engine ]] || { kill -KILL "$engine" && wait "$engine"; } 2>/dev/null || true
  remove_remains || true
  ip link del "$bridge" || true
}
trap finish EXIT
trap 'exit 143' TERM INT

remove_remains
ip addr replace "198.18.$number.1/24" dev "$bridge"
ip link set "$bridge" up

# Each port is published on loopback by its own process, without touching the machine's firewall.
unshare --mount --pid --fork --kill-child --mount-proc \
  bash -c 'mount -t tmpfs tmpfs /run && exec docker-init -- dockerd "$@"' dockerd \
  --host "unix://$folder/docker.sock" --data-root "$folder/data" --exec-root "$folder/exec" \
  --pidfile "$folder/docker.pid" --bridge "$bridge" --default-address-pool "base=198.19.$number.0/24,size=28" \
  --cgroup-parent "/$bridge" --ip 127.0.0.1 --iptables=false --ip-forward=false --ip-masq=false \
  --log-level warn {lock}<&- &
engine=$!
wait "$engine"
