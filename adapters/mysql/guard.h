#pragma once

#include "schema/backend.h"

namespace covet::mysql {

/// There is little to guard where DDL commits by itself; but a file may leave the session changed.
class MysqlGuard final : public schema::Guard {
 public:
  void prepare(Connection& connection, bool foreign_keys_off) const override;
  void verify(Connection& connection, bool foreign_keys_off) const override;
  void restore(Connection& connection) const override;
  std::optional<std::string> needs_no_transaction(std::string_view statement) const override;
  std::optional<std::string> passes_over(std::string_view statement) const override;
  std::vector<std::string> owners(Connection& connection,
                                  std::span<const std::string> names) const override;
  bool rolls_back(Connection& connection, std::string_view statement) const override;
};

const MysqlGuard& guard();

}  // namespace covet::mysql
