#!/usr/bin/env bash
# Queries and records: building and compiling one beside SQLAlchemy and Django; a million rows as records, and out of
# them, beside the engines' client libraries; relations beside two queries by hand; many keys at once.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
source "$here/clients.sh"
rows=${COVET_BENCH_ROWS:-1000000}
file=$COVET_BENCH_FOLDER/records.tsv
export COVET_BENCH_RUNS=${COVET_BENCH_ROW_RUNS:-5}

"$here/query_build.py"

awk -v rows="$rows" 'BEGIN {
  for (n = 1; n <= rows; n++)
    printf "%d\tname of row %d\t%d.%02d\t2026-11-%02d 12:%02d:00\tA text as long as most are, a sentence or so.\n",
      n, n, n % 1000, n % 100, n % 28 + 1, n % 60
}' >"$file"

measure() {
  for what in fetch create keys; do records_bench "$what" "$2" "$file"; done
  records_bench prefetch "$2" 10000 100000
}

measure sqlite "sqlite://$COVET_BENCH_FOLDER/records.db"
with_database measure postgresql "$COVET_TEST_POSTGRESQL_URL"
with_database measure mysql "$COVET_TEST_MYSQL_URL"
