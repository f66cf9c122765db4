#!/bin/sh
# `make`: writes the secrets of this installation into the volume, unless they are there.
# `show`: prints what a person needs to sign in.
set -eu
umask 077
cd /secrets

random() { head -c 64 /dev/urandom | base64 | tr -dc 'A-Za-z0-9' | head -c "$1"; }
once() { [ -s "$1" ] || { printf '%s' "$2" > "$1.new" && mv "$1.new" "$1"; }; }

if [ "${1:-make}" = show ]; then
  echo "API            http://127.0.0.1:${PORT:-3000} (docs at /docs, jobs at /queues, mails at http://127.0.0.1:8025)"
  echo "Administrator  ${ONEGATE_ADMIN_EMAIL:-admin@onegate.local} / $(cat admin_password)"
  echo "API key        $(cat api_key)"
  exit 0
fi

once secret_keys "k1:$(head -c 32 /dev/urandom | base64)"
once postgres_password "$(random 32)"
once database_url "postgres://onegate:$(cat postgres_password)@postgres:5432/onegate"
once admin_password "$(random 20)"
once api_key "sk-onegate-$(random 40)"
# The apps run as the image's unprivileged user 65532, the postgres entry point starts as root.
chown 65532:65532 secret_keys database_url admin_password api_key
chmod 755 .
