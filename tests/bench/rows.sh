#!/usr/bin/env bash
# Many rows into a table, and out of it, beside the engines' own clients: \copy, LOAD DATA LOCAL and .import;
# COPY TO, mariadb --quick and sqlite3.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
source "$here/clients.sh"
rows=${COVET_BENCH_ROWS:-1000000}
file=$COVET_BENCH_FOLDER/rows.tsv
export COVET_BENCH_RUNS=${COVET_BENCH_ROW_RUNS:-5}

awk -v rows="$rows" 'BEGIN {
  for (n = 1; n <= rows; n++)
    printf "%d\tname of row %d\t%d.%02d\t2026-11-%02d 12:%02d:00\tA text as long as most are, a sentence or so.\n",
      n, n, n % 1000, n % 100, n % 28 + 1, n % 60
}' >"$file"

measure() {
  local engine=$1 url=$2 client moment=timestamp
  client=$(client_of "$engine" "$url")
  [[ $engine != mysql ]] || moment='datetime'
  bash -c "$client" <<<"CREATE TABLE r (n bigint PRIMARY KEY, name varchar(100), price decimal(10,2), at $moment,
    note varchar(200));" >/dev/null
  local empty load stream
  case $engine in
    postgresql)
      empty="$client -c 'TRUNCATE r'"
      load="$client -c '\\copy r from $file'"
      stream="$client -c 'COPY r TO STDOUT'"
      ;;
    mysql)
      empty="$client -e 'TRUNCATE r'"
      load="$client --local-infile=1 -e \"LOAD DATA LOCAL INFILE '$file' INTO TABLE r\""
      stream="$client --quick -N -e 'SELECT * FROM r'"
      ;;
    sqlite)
      empty="$client 'DELETE FROM r'"
      load="$client -cmd '.mode tabs' '.import $file r'"
      stream="$client -separator '	' 'SELECT * FROM r'"
      ;;
  esac
  "$here/pair.py" "load $rows rows, $engine" \
    "$empty && rows_bench load $url r n,name,price,at,note <$file" "$empty && $load"
  "$here/pair.py" "stream $rows rows, $engine" "rows_bench stream $url 'SELECT * FROM r'" "$stream"
}

measure sqlite "sqlite://$COVET_BENCH_FOLDER/rows.db"
with_database measure postgresql "$COVET_TEST_POSTGRESQL_URL"
with_database measure mysql "$COVET_TEST_MYSQL_URL"
