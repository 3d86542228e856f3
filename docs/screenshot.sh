#!/usr/bin/env bash
# Draws docs/screen.svg anew: runs the program, sends a request, and keeps what
# is on screen.
set -euo pipefail
cd "$(dirname "$0")/.."
exec go test ./ui/uitest/picture -run ThePictureIsFresh -count 1 -update
