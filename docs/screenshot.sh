#!/usr/bin/env bash
# Draws the pictures in docs anew: runs the program, goes to each of the main
# screens, and keeps what is there.
set -euo pipefail
cd "$(dirname "$0")/.."
exec go test ./ui/uitest/picture -count 1 -update
