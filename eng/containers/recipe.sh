# Sourced: names the images after their recipe, so that a changed recipe builds new ones.
recipe="$(cat root-file-system.sh load-images.sh entrypoints/* /etc/debian_version | sha256sum | cut -c1-12)"
