# shellcheck shell=bash
# Sourced by the workloads: the engines' own clients.

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

# with_database MEASURE ENGINE URL: runs MEASURE ENGINE with the URL of a new database on that server.
with_database() {
  local client
  client=$(client_of "$2" "$3")
  eval "$client" <<<"CREATE DATABASE covet_bench$([[ $2 == mysql ]] && echo ' CHARACTER SET utf8mb4')" >/dev/null
  "$1" "$2" "${3%/*}/covet_bench"
  eval "$client" <<<'DROP DATABASE covet_bench' >/dev/null
}
