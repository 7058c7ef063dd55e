#!/bin/sh
# Starts sshd for the user of the container, with the public keys that are mounted at /keys/authorized_keys.
set -eu
keys=${AUTHORIZED_KEYS:-/keys/authorized_keys} config=${0%/*}/sshd_config
if [ ! -s "$keys" ]; then
  echo "Mount your public keys: docker run -v ~/.ssh/id_ed25519.pub:$keys:ro ..." >&2
  exit 64
fi
install -d -m 700 "$HOME/.ssh"
install -m 600 "$keys" "$HOME/.ssh/authorized_keys"
# Made once for each container: an image must not hold a secret.
[ -s "$HOME/.ssh/host_key" ] || ssh-keygen -q -t ed25519 -N '' -f "$HOME/.ssh/host_key"
ssh-keygen -l -f "$HOME/.ssh/host_key.pub"
# Sessions get the image's variables, which sshd does not pass on by itself.
set -- "PATH=$PATH"
for name in LD_LIBRARY_PATH CUDA_CACHE_PATH CUDA_VISIBLE_DEVICES DOTNET_SYSTEM_GLOBALIZATION_INVARIANT DOTNET_CLI_TELEMETRY_OPTOUT; do
  value=$(printenv "$name" || true)
  [ -z "$value" ] || set -- "$@" "$name=$value"
done
exec /usr/sbin/sshd -D -e -f "$config" -o "HostKey=$HOME/.ssh/host_key" -o "SetEnv=$*"
