#!/usr/bin/env bash
# How long covet takes to be there at all.
set -euo pipefail

"$(dirname "$0")/pair.py" 'start-up (beside sqlite3)' 'covet --version' 'sqlite3 --version'
