#pragma once

#include <string>
#include <vector>

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

/// Those that sessions which are gone left behind.
std::vector<std::string> abandoned_scratch_databases(Connection& connection);

/// The session is in another database while this lives.
class Inside {
 public:
  Inside(Connection& connection, const std::string& database);
  ~Inside();
  Inside(const Inside&) = delete;
  Inside& operator=(const Inside&) = delete;

 private:
  Connection& connection_;
  std::string home_;
};

}  // namespace covet::mysql
