#!/usr/bin/env bash
# Loads into the engine at DOCKER_HOST the images pir-test/rabbitmq, pir-test/redis and pir-test/postgres, and prints their
# tag. Three names and entry points over one file system. Usage: load-images.sh
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"
source ./recipe.sh

image() {
  local name="$1" container
  shift
  local changes=(--change "ENTRYPOINT [\"/usr/local/lib/entrypoints/$name\"]")
  for change in "$@"; do changes+=(--change "$change"); done
  container="$(docker create "pir-test/servers:$recipe" none)"
  docker commit "${changes[@]}" "$container" "pir-test/$name:$recipe" >/dev/null
  docker rm "$container" >/dev/null
}

if ! docker image inspect "pir-test/postgres:$recipe" >/dev/null 2>&1; then
  root="$(./root-file-system.sh)"
  docker import "$root" "pir-test/servers:$recipe" >/dev/null
  environment="ENV LANG=C.UTF-8 PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"
  image rabbitmq "$environment" 'EXPOSE 5672 15672' 'VOLUME /var/lib/rabbitmq' 'CMD ["rabbitmq-server"]'
  image redis "$environment" 'EXPOSE 6379' 'VOLUME /data' 'CMD ["redis-server"]'
  image postgres "$environment" 'EXPOSE 5432' 'VOLUME /var/lib/postgresql/data' 'CMD ["postgres"]'
fi
printf '%s\n' "$recipe"
