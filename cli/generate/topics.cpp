#include <array>

#include "cli/generate/prose.h"

namespace covet::cli::generate {
namespace {

constexpr std::array topic_table{
    Topic{
        "environment", "Which database covet uses, and the variables it reads",
        "The first of these that is there decides which database is used:\n\n"
        "  --url URL             on the command line (lists of processes are shown *** for the "
        "password)\n"
        "  --url-file FILE       a file that holds the URL\n"
        "  --env NAME            [env.NAME] of covet.toml\n"
        "  COVET_DATABASE_URL    the environment variable\n"
        "  DATABASE_URL          the environment variable\n"
        "  default_env           of covet.toml\n\n"
        "Other variables:\n\n"
        "  COVET_USER            who the audit log says it was, where [audit] has no `who`\n"
        "  NO_COLOR              no colour\n"
        "  FORCE_COLOR           colour, also into files and pipes\n"
        "  TERM=dumb             no colour and no live line\n"
        "  CI                    one line a migration instead of a live line\n"
        "  GITHUB_ACTIONS        one group a migration in the log\n"
        "  LC_ALL, LC_CTYPE, LANG  signs are ASCII unless the locale is UTF-8\n\n"
        "URLs: postgresql://user:password@host:5432/database, mysql://…, mariadb://…, "
        "sqlite:file.db,\n"
        "sqlite:///path/file.db, sqlite::memory:. In a password, @ is %40, / is %2F, : is %3A.\n"},
    Topic{"exit-codes", "What covet exits with", ""},
    Topic{"types", "What a field of a model can be", ""},
    Topic{"query", "How rows are asked for", ""},
    Topic{"config", "The settings of covet.toml",
          "covet.toml is looked for in the current folder and above it; -c names another.\n\n"
          "  [project]\n"
          "  name = \"blog\"\n"
          "  schema = [\"schema/**/*.toml\"]        model files, or a folder of them\n"
          "  migrations = \"migrations\"            the folder of the migration files\n"
          "  engines = [\"postgresql\", \"sqlite\"]   what `make` writes for; else the "
          "environment's engine\n"
          "  default_env = \"dev\"\n"
          "  schemas = [\"public\"]                 PostgreSQL schemas under management\n"
          "  ignore = [\"legacy_*\"]                objects that covet leaves alone\n"
          "  only = []                            if not empty: leaves alone all others\n"
          "  history_table = \"covet_migrations\"\n"
          "  rights = false                       true: owners, grants, definers too\n\n"
          "  [env.production]\n"
          "  url = \"${DATABASE_URL:?set it to the production database}\"\n"
          "  protected = true                     changes want its name typed, or --approve "
          "production\n"
          "  connect_timeout = \"10s\"\n"
          "  lock_timeout = \"5s\"                  how long a statement waits for a lock\n"
          "  lock_retry = \"2m\"                    how long a migration that got none is tried "
          "again\n"
          "  statement_timeout = \"60s\"\n"
          "  command_timeout = \"2m\"               no answer for so long: the connection is "
          "cut\n"
          "  wal = true                           SQLite: what writes puts the file into WAL mode, "
          "as it does a new one\n"
          "  rights = false                       else the project's: an environment may lack the "
          "roles\n\n"
          "  [env.production.pool]                for programs that link the library, and `covet "
          "pool`\n"
          "  min = 5                              idle ones that stay open; SQLite: 0\n"
          "  max = 20                             SQLite: 10\n"
          "  timeout = \"30s\"                      how long a borrower waits\n"
          "  max_age = \"30m\"\n"
          "  max_idle = \"10m\"\n"
          "  check_after = \"30s\"                  one that rested longer is asked before it is "
          "lent\n"
          "  [env.production.retry]\n"
          "  attempts = 4                         of connecting\n"
          "  first_delay = \"1s\"                   doubled each time, up to longest_delay "
          "(30s)\n"
          "  [env.production.breaker]\n"
          "  failure_threshold = 5                failures in a row: nothing is tried for "
          "`timeout` (1m)\n"
          "  success_threshold = 2                of half_open_max_calls (3) trials: closed "
          "again\n"
          "  [env.production.health]\n"
          "  interval = \"30s\"\n"
          "  timeout = \"5s\"\n"
          "  slow = \"1s\"                          DEGRADED\n"
          "  failure_threshold = 3                UNHEALTHY\n\n"
          "  [audit]                              logs changes of rows in the table covet_audit: "
          "those of\n"
          "                                       `covet query --write` and `covet load`; else "
          "none is logged\n"
          "  models = [\"*\"]                       of these\n"
          "  exclude = [\"user.password\"]          fields that are left out\n"
          "  masked = [\"email\"]                   fields that are shown as ***\n"
          "  who = \"${CI_USER:-}\"                 else COVET_USER, else user@host\n\n"
          "A URL takes [pool] to [health] too, as parameters: ?pool_max=20&breaker_timeout=30s.\n\n"
          "In values of the environment in use: ${VAR}, ${VAR:-default}, ${VAR:?message}, "
          "${file:/path}; $$ is a\n"
          "dollar sign.\n"},
};

}  // namespace

std::span<const Topic> topics() {
  return topic_table;
}

}  // namespace covet::cli::generate
