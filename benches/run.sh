#!/usr/bin/env bash
# Installs the peers, builds what is measured and prints one table. What cannot be installed becomes a row
# that says so. Options go to the load generator; its parts are: all broadcast peers scale hostile idle music prompts live talks.
set -euo pipefail
cd "$(dirname "$0")/.."
part=${1:-all}
shift || true

say() { echo "$*" >&2; }

if [ "$part" = all ] || [ "$part" = peers ]; then
  for peer in ws socketio colyseus bun partykit; do
    # `npm ci` refuses a lock without the packages of other systems; a mirror may not have had them.
    (cd "benches/peers/$peer" && { npm ci --no-audit --no-fund --silent ||
      npm install --no-save --no-audit --no-fund --silent; }) || say "$peer cannot be installed."
  done
  if ! [ -e /usr/lib/nginx/modules/ngx_nchan_module.so ]; then
    sudo=$([ "$(id -u)" = 0 ] || echo sudo)
    { $sudo apt-get update -qq && $sudo apt-get install -y -qq --no-install-recommends nginx-light libnginx-mod-nchan; } >&2 ||
      say "nginx with nchan cannot be installed."
  fi
  (cd benches/peers/actix-chat && cargo build --release --locked --quiet) || say "actix-chat cannot be built."
fi
if [ "$part" = all ] || [ "$part" = prompts ]; then
  cargo build --release --locked --quiet --example fill_prompt
fi
(cd benches/load && cargo build --release --locked --quiet)

# 19,000 sockets in one process, on both sides.
ulimit -n 20000 || say "Fewer files may be open than the largest room needs; use --most."
exec taskset -c 1 benches/load/target/release/soiree-load "$part" "$@"
