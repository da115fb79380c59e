#!/usr/bin/env bash
# Builds the file system of the tests' images from Debian's packages, and prints its path. It is cached
# between runs, under a name that changes with this recipe. Usage: root-file-system.sh
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"
source ./recipe.sh
cache="${PIR_IMAGE_CACHE:-${XDG_CACHE_HOME:-$HOME/.cache}/pir-platform/images}"
mkdir -p "$cache"
exec {lock}>"$cache/lock"
flock "$lock"

root="$cache/servers-$recipe.tar"
if [[ -e $root ]]; then
  touch "$root"
  printf '%s\n' "$root"
  exit
fi
# Not used by any recipe for a month.
find "$cache" -name 'servers-*.tar*' -mtime +30 -delete

part="$cache/part-$recipe.tar"
trap 'rm -f "$part"' EXIT
# apt with this machine's sources and settings, but without its hooks.
sources=()
for file in /etc/apt/sources.list /etc/apt/sources.list.d/*.list /etc/apt/sources.list.d/*.sources; do
  [[ ! -s $file ]] || sources+=("$file")
done
options=()
for file in /etc/apt/apt.conf.d/*; do
  grep -qiE 'invoke|pre-install|indextargets|Dir::Cache' "$file" || options+=("--aptopt=$file")
done

mmdebstrap --quiet --variant=essential --include=rabbitmq-server,redis-server,postgresql "${options[@]}" \
  --dpkgopt='path-exclude=/usr/share/doc/*' --dpkgopt='path-exclude=/usr/share/man/*' \
  --dpkgopt='path-exclude=/usr/share/locale/*' \
  --dpkgopt='path-exclude=/usr/lib/*/libLLVM*' --dpkgopt='path-exclude=/usr/lib/*/libz3*' \
  --dpkgopt='path-exclude=/usr/lib/postgresql/*/lib/bitcode/*' \
  --customize-hook='copy-in entrypoints /usr/local/lib' \
  --customize-hook='echo "[rabbitmq_management]." >"$1/etc/rabbitmq/enabled_plugins"' \
  --customize-hook='mkdir -p "$1/data" "$1/etc/rabbitmq/conf.d"' \
  --customize-hook='rm -rf "$1"/var/cache/apt/* "$1"/var/lib/apt/lists/* \
    "$1"/usr/share/i18n "$1"/var/lib/rabbitmq/mnesia "$1"/var/lib/rabbitmq/.erlang.cookie "$1"/var/lib/postgresql/*' \
  --customize-hook='find "$1/var/log" -type f -delete' \
  --customize-hook='find "$1/etc/apt/apt.conf.d" -type f ! -name 00mmdebstrap -delete' \
  "$(. /etc/os-release && printf '%s' "$VERSION_CODENAME")" "$part" "${sources[@]}" >&2
mv "$part" "$root"
printf '%s\n' "$root"
