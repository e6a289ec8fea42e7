#!/usr/bin/env bash
# Runs Autobahn's fuzzing client against the connection layer (examples/echo.rs): every case of RFC 6455 but
# compression, which the server does not offer. Fails if a case fails or a connection closes uncleanly.
#
# The suite is Python 2: PYTHON2 names one (pyenv has 2.7.18). Reports go to target/autobahn/reports.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
root=$(cd "$here/../.." && pwd)
work="$root/target/autobahn"
# pyenv puts a python2.7 into the path that does not run unless it is chosen: so each is tried.
python2=${PYTHON2:-}
for candidate in "$HOME"/.pyenv/versions/2.7*/bin/python python2.7; do
    [ -n "$python2" ] || ! "$candidate" -c 'import sys; sys.exit(sys.version_info[0] != 2)' 2>/dev/null || python2=$candidate
done
[ -n "$python2" ] || { echo "No Python 2.7 found; name one in PYTHON2."; exit 2; }
mkdir -p "$work"
if [ ! -x "$work/py2/bin/wstest" ]; then
    # virtualenv 20.15.1 is the last that makes environments of Python 2.
    python3 -m pip install --quiet --root-user-action=ignore --target "$work/tool" virtualenv==20.15.1
    PYTHONPATH="$work/tool" python3 -m virtualenv --quiet -p "$python2" "$work/py2"
    "$work/py2/bin/pip" install --quiet autobahntestsuite==25.10.1
fi
cargo build --release --example echo --manifest-path "$root/Cargo.toml"
"$root/target/release/examples/echo" 127.0.0.1:9001 &
server=$!
trap "kill $server" EXIT
sleep 1
cd "$work"
"$work/py2/bin/wstest" -m fuzzingclient -s "$here/spec.json"
python3 "$here/verdict.py" "$work/reports/index.json"
