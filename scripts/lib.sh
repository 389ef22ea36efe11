# shellcheck shell=bash
# Sourced by the scripts: what the build and the tests need from Debian, and how it is installed.

# What a build needs.
# shellcheck disable=SC2034  # used by those who source this
build_packages=(
  cmake g++ git ninja-build pkgconf ca-certificates
  libboost-dev libcli11-dev libcpp-httplib-dev libedit-dev libfmt-dev libmysqlcppconn-dev libpq-dev libpqxx-dev libre2-dev
  libsqlite3-dev libssl-dev libtomlplusplus-dev libutf8proc-dev nlohmann-json3-dev
)

# What the tests need beyond that: libraries, servers, native clients.
# shellcheck disable=SC2034
test_packages=(
  ccache gcovr libbenchmark-dev libgtest-dev librapidcheck-dev mold python3
  mariadb-client mariadb-server-core openssl perl postgresql-15 postgresql-client-15 sqlite3 strace
)

say() { printf '%s\n' "$*" >&2; }

die() {
  say "error: $*"
  exit 1
}

# missing_packages PACKAGE...: prints those that aren't installed.
missing_packages() {
  local package
  for package in "$@"; do
    if [[ $(dpkg-query -W -f='${db:Status-Status}' "$package" 2>/dev/null) != installed ]]; then
      echo "$package"
    fi
  done
}

# without_services COMMAND...: while it runs, no package that it installs starts a service.
without_services() {
  local policy=/usr/sbin/policy-rc.d status=0
  if [[ -e $policy ]]; then
    "$@"
    return
  fi
  printf '#!/bin/sh\nexit 101\n' | "${root[@]}" tee "$policy" >/dev/null
  "${root[@]}" chmod 755 "$policy"
  "$@" || status=$?
  "${root[@]}" rm -f "$policy"
  return "$status"
}

# install_packages PACKAGE...: installs those that are missing; does nothing, and needs no root, if none is.
install_packages() {
  local missing
  mapfile -t missing < <(missing_packages "$@")
  ((${#missing[@]} > 0)) || return 0
  command -v apt-get >/dev/null ||
    die "this needs Debian's apt-get; elsewhere, install the like of: ${missing[*]}"
  root=()
  if ((EUID != 0)); then
    command -v sudo >/dev/null ||
      die "these packages are missing: ${missing[*]}
Install them, or run this as root (there is no sudo here)."
    root=(sudo)
  fi
  say "Installing ${#missing[@]} packages: ${missing[*]}"
  "${root[@]}" apt-get update -q >&2
  without_services "${root[@]}" env DEBIAN_FRONTEND=noninteractive \
    apt-get install -q -y --no-install-recommends "${missing[@]}" >&2
}
