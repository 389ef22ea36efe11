#!/usr/bin/env bash
# `covet status` with few and with many applied migrations, beside reading the history table.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)

for count in 1 1000; do
  project=$COVET_BENCH_FOLDER/status-$count
  mkdir -p "$project/migrations" "$project/schema"
  cat >"$project/covet.toml" <<TOML
[project]
name = "bench"
schema = ["schema/*.toml"]
migrations = "migrations"
default_env = "dev"
[env.dev]
url = "sqlite:bench.db"
TOML
  for ((n = 1; n <= count; n++)); do
    printf -- '-- covet:up\nCREATE TABLE t%d (id integer PRIMARY KEY);\n\n-- covet:down\nDROP TABLE t%d;\n' \
      "$n" "$n" >"$project/migrations/$((20260101000000 + n))_t$n.sql"
  done
  covet -C "$project" migrate --yes >"$project/migrate.log" 2>&1 || {
    cat "$project/migrate.log" >&2
    exit 1
  }
  "$here/pair.py" "status, $count applied (beside a SELECT)" "covet -C $project status" \
    "sqlite3 $project/bench.db 'SELECT * FROM covet_migrations'"
done
