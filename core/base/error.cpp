#include "core/base/error.h"

#include <utility>

namespace covet {

std::string_view name_of(Errc code) {
  switch (code) {
    case Errc::usage:
      return "usage";
    case Errc::config:
      return "config";
    case Errc::model:
      return "model";
    case Errc::parse:
      return "parse";
    case Errc::io:
      return "io";
    case Errc::not_found:
      return "not_found";
    case Errc::unsupported:
      return "unsupported";
    case Errc::internal:
      return "internal";
    case Errc::cancelled:
      return "cancelled";
    case Errc::connection:
      return "connection";
    case Errc::login_refused:
      return "login_refused";
    case Errc::circuit_open:
      return "circuit_open";
    case Errc::too_many_connections:
      return "too_many_connections";
    case Errc::timeout:
      return "timeout";
    case Errc::in_doubt:
      return "in_doubt";
    case Errc::permission:
      return "permission";
    case Errc::read_only:
      return "read_only";
    case Errc::syntax:
      return "syntax";
    case Errc::unique_violation:
      return "unique_violation";
    case Errc::foreign_key_violation:
      return "foreign_key_violation";
    case Errc::not_null_violation:
      return "not_null_violation";
    case Errc::check_violation:
      return "check_violation";
    case Errc::deadlock:
      return "deadlock";
    case Errc::serialization:
      return "serialization";
    case Errc::lock_timeout:
      return "lock_timeout";
    case Errc::undefined_object:
      return "undefined_object";
    case Errc::duplicate_object:
      return "duplicate_object";
    case Errc::statement:
      return "statement";
    case Errc::lock_held:
      return "lock_held";
    case Errc::refused:
      return "refused";
    case Errc::history_mismatch:
      return "history_mismatch";
  }
  return "internal";
}

bool is_transient(Errc code) {
  return code == Errc::deadlock || code == Errc::serialization || code == Errc::connection ||
         code == Errc::too_many_connections || code == Errc::lock_timeout;
}

bool is_unreachable(Errc code) {
  return code == Errc::connection || code == Errc::too_many_connections ||
         code == Errc::login_refused || code == Errc::circuit_open;
}

Error::Error(Errc code, std::string message, std::string hint)
    : code_(code), message_(std::move(message)), hint_(std::move(hint)) {}

Error&& Error::with(SqlContext sql) && {
  sql_ = std::move(sql);
  return std::move(*this);
}

Error&& Error::with(std::vector<Diagnostic> diagnostics) && {
  diagnostics_ = std::move(diagnostics);
  return std::move(*this);
}

Error&& Error::with_hint(std::string hint) && {
  hint_ = std::move(hint);
  return std::move(*this);
}

}  // namespace covet
