#!/usr/bin/env python3
"""tables.py ENGINE COUNT: prints the SQL of COUNT tables with ten columns, two indexes and a foreign key each."""

import sys

TYPES = {
    "postgresql": ("bigint", "varchar(100)", "integer", "boolean", "timestamptz", "numeric(12,2)",
                   "text", "uuid", "jsonb", "bigint"),
    "mysql": ("bigint", "varchar(100)", "int", "tinyint(1)", "datetime(6)", "decimal(12,2)",
              "longtext", "char(36)", "double", "bigint"),
    "sqlite": ("integer", "varchar(100)", "integer", "boolean", "datetime", "decimal(12,2)",
               "text", "char(36)", "real", "bigint"),
}
NAMES = ("id", "name", "amount", "active", "created_at", "price", "body", "token", "extra", "parent_id")


def main():
    engine, count = sys.argv[1], int(sys.argv[2])
    for n in range(count):
        columns = [f"{name} {kind}" for name, kind in zip(NAMES, TYPES[engine])]
        columns[0] += " NOT NULL PRIMARY KEY"
        columns[1] += " NOT NULL DEFAULT 'x'"
        columns.append(f"CONSTRAINT t{n}_parent_id_fkey FOREIGN KEY (parent_id) REFERENCES t{max(n - 1, 0)} (id)"
                       " ON DELETE CASCADE")
        print(f"CREATE TABLE t{n} (\n  " + ",\n  ".join(columns) + ");")
        print(f"CREATE INDEX t{n}_name_idx ON t{n} (name, created_at);")
        print(f"CREATE UNIQUE INDEX t{n}_token_key ON t{n} (token);")


main()
