#pragma once

#include "schema/backend.h"

namespace covet::sqlite {

/// What was broken before a migration is not its fault: prepare() writes that down in a temporary
/// table of the session, and verify() speaks only of the rest.
class SqliteGuard final : public schema::Guard {
 public:
  void prepare(Connection& connection, bool foreign_keys_off) const override;
  void verify(Connection& connection, bool foreign_keys_off) const override;
  void restore(Connection& connection) const override;
  std::optional<std::string> needs_no_transaction(std::string_view statement) const override;
};

const SqliteGuard& guard();

}  // namespace covet::sqlite
