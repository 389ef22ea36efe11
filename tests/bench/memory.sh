#!/usr/bin/env bash
# The peak memory of streaming few rows and many: it is the same.
set -euo pipefail
source "$(dirname "$0")/clients.sh"

# peak URL SQL
peak() { rows_bench stream "$1" "$2" 2>&1 >/dev/null | sed -n 's/^peak memory: *//p'; }

measure() {
  local engine=$1 url=$2 rows sql
  for rows in 100000 10000000; do
    case $engine in
      sqlite) sql="WITH RECURSIVE s(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM s WHERE n < $rows) SELECT n, 'row ' || n FROM s" ;;
      postgresql) sql="SELECT n, 'row ' || n FROM generate_series(1, $rows) AS n" ;;
      mysql) sql="SELECT seq, CONCAT('row ', seq) FROM seq_1_to_$rows" ;;
    esac
    printf '%-44s %s\n' "peak of streaming $rows rows, $engine" "$(peak "$url" "$sql")"
  done
}

measure sqlite 'sqlite::memory:'
measure postgresql "$COVET_TEST_POSTGRESQL_URL"
measure mysql "$COVET_TEST_MYSQL_URL"
