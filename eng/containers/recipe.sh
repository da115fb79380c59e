# Sourced: names the images by what they are made of, so that a changed recipe makes new ones.
recipe="$(cat root-file-system.sh load-images.sh entrypoints/* /etc/debian_version | sha256sum | cut -c1-12)"
