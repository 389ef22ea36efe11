#!/usr/bin/env bash
# `covet inspect` and `covet diff` of many tables on each engine, beside the bare catalog queries.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
tables=${COVET_BENCH_TABLES:-1000}

source "$here/clients.sh"

measure() {
  local engine=$1 url=$2 project=$COVET_BENCH_FOLDER/catalog-$1 client
  client=$(client_of "$engine" "$url")
  mkdir -p "$project/migrations" "$project/schema"
  cat >"$project/covet.toml" <<TOML
[project]
name = "bench"
schema = ["schema/*.toml"]
migrations = "migrations"
default_env = "dev"
[env.dev]
url = "$url"
TOML
  "$here/tables.py" "$engine" "$tables" >"$project/tables.sql"
  bash -c "$client" <"$project/tables.sql" >/dev/null
  covet -C "$project" inspect >"$project/schema/models.toml"
  local bare="$client < $here/catalog/$engine.sql"
  "$here/pair.py" "inspect, $tables tables, $engine" "covet -C $project inspect" "$bare"
  "$here/pair.py" "diff, $tables tables, $engine" "covet -C $project diff --exit-code" "$bare"
}

measure sqlite "sqlite://$COVET_BENCH_FOLDER/catalog.db"
with_database measure postgresql "$COVET_TEST_POSTGRESQL_URL"
with_database measure mysql "$COVET_TEST_MYSQL_URL"
