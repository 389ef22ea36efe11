#pragma once

#include <string>

#include "core/db/connection.h"

namespace covet::mysql {

/// A database of one's own on the same server, marked by a table; dropped with this object.
class ScratchDatabase {
 public:
  /// Removes those that earlier sessions left behind, too. Throws what CREATE DATABASE throws.
  explicit ScratchDatabase(Connection& connection);
  ~ScratchDatabase();
  ScratchDatabase(const ScratchDatabase&) = delete;
  ScratchDatabase& operator=(const ScratchDatabase&) = delete;

  const std::string& name() const { return name_; }

 private:
  Connection& connection_;
  std::string name_;
};

}  // namespace covet::mysql
