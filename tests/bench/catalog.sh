#!/usr/bin/env bash
# `covet inspect` and `covet diff` of many tables on each engine, beside the bare catalog queries.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
tables=${COVET_BENCH_TABLES:-1000}

decoded() { printf '%b' "${1//%/\\x}"; }

# client_of ENGINE URL: prints the command that runs SQL from its standard input there.
client_of() {
  local rest login server user password
  case $1 in
    postgresql) printf 'psql -X -q -A -t -v ON_ERROR_STOP=1 -d %q' "$2" ;;
    sqlite) printf 'sqlite3 -batch -bail %q' "${2#sqlite://}" ;;
    mysql)
      rest=${2#*://}
      server=${rest%%/*}
      login=${server%@*}
      server=${server##*@}
      user=$(decoded "${login%%:*}")
      password=$(decoded "${login#*:}")
      printf 'MYSQL_PWD=%q mariadb --no-defaults --batch --protocol=tcp -h %q -P %q -u %q %q' \
        "$password" "${server%%:*}" "${server##*:}" "$user" "${rest#*/}"
      ;;
  esac
}

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

eval "$(client_of postgresql "$COVET_TEST_POSTGRESQL_URL")" <<<'CREATE DATABASE covet_bench' >/dev/null
measure postgresql "${COVET_TEST_POSTGRESQL_URL%/*}/covet_bench"
eval "$(client_of postgresql "$COVET_TEST_POSTGRESQL_URL")" <<<'DROP DATABASE covet_bench' >/dev/null

eval "$(client_of mysql "$COVET_TEST_MYSQL_URL")" <<<'CREATE DATABASE covet_bench CHARACTER SET utf8mb4' >/dev/null
measure mysql "${COVET_TEST_MYSQL_URL%/*}/covet_bench"
eval "$(client_of mysql "$COVET_TEST_MYSQL_URL")" <<<'DROP DATABASE covet_bench' >/dev/null
