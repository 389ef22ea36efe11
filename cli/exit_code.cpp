#include "cli/exit_code.h"

#include <array>

#include <signal.h>

namespace covet::cli {

std::span<const ExitCodeInfo> exit_codes() {
  static constexpr std::array table{
      ExitCodeInfo{ExitCode::ok, "done"},
      ExitCodeInfo{
          ExitCode::finding,
          "a finding: check, doctor, health below HEALTHY, make --check, a baseline that differs; "
          "differences and pending migrations only "
          "with --exit-code"},
      ExitCodeInfo{ExitCode::usage,
                   "the command line, the configuration, a model or a file is wrong"},
      ExitCodeInfo{ExitCode::no_connection, "cannot connect; health: UNHEALTHY"},
      ExitCodeInfo{ExitCode::failed,
                   "the migration failed and left nothing: the database is as before"},
      ExitCodeInfo{
          ExitCode::partly_applied,
          "the migration failed and a part of it stands; covet migrate goes on from there"},
      ExitCodeInfo{ExitCode::locked, "another covet holds the migration lock"},
      ExitCodeInfo{ExitCode::refused, "destructive or protected, and nobody approved"},
      ExitCodeInfo{ExitCode::history_mismatch, "an applied migration was edited or is missing"},
      ExitCodeInfo{ExitCode::unknown_outcome,
                   "the connection was lost during COMMIT: the outcome is unknown"},
      ExitCodeInfo{ExitCode::internal, "a bug in covet"},
      ExitCodeInfo{ExitCode::interrupted, "stopped by SIGINT, cleanly"},
      ExitCodeInfo{ExitCode::terminated, "stopped by SIGTERM, cleanly"},
  };
  return table;
}

ExitCode exit_code(Errc code) {
  switch (code) {
    case Errc::usage:
    case Errc::config:
    case Errc::model:
    case Errc::parse:
    case Errc::io:
    case Errc::not_found:
    case Errc::unsupported:
      return ExitCode::usage;
    case Errc::internal:
      return ExitCode::internal;
    case Errc::cancelled:
      return ExitCode::interrupted;
    case Errc::connection:
    case Errc::too_many_connections:
    case Errc::login_refused:
    case Errc::circuit_open:
      return ExitCode::no_connection;
    case Errc::in_doubt:
      return ExitCode::unknown_outcome;
    case Errc::lock_held:
      return ExitCode::locked;
    case Errc::refused:
      return ExitCode::refused;
    case Errc::history_mismatch:
      return ExitCode::history_mismatch;
    case Errc::timeout:
    case Errc::permission:
    case Errc::read_only:
    case Errc::syntax:
    case Errc::unique_violation:
    case Errc::foreign_key_violation:
    case Errc::not_null_violation:
    case Errc::check_violation:
    case Errc::deadlock:
    case Errc::serialization:
    case Errc::lock_timeout:
    case Errc::undefined_object:
    case Errc::duplicate_object:
    case Errc::statement:
      return ExitCode::failed;
  }
  return ExitCode::internal;
}

ExitCode exit_code_for_signal(int signal) {
  return signal == SIGTERM ? ExitCode::terminated : ExitCode::interrupted;
}

}  // namespace covet::cli
