#pragma once

#include <string>
#include <vector>

#include "core/db/connection.h"
#include "schema/backend.h"

namespace covet::mysql {

/// Reads views, triggers, routines, events and sequences as SQL text: their names from the catalog,
/// their texts by SHOW CREATE, which alone says them as they were written.
class ObjectReader {
 public:
  /// All must outlive it.
  ObjectReader(Connection& connection, const std::string& database, const schema::Scope& scope,
               schema::Schema& result);

  void read();

 private:
  struct Source;

  Rows ask(std::string_view sql);
  void read_named(const Source& source, std::string_view sql);
  void read_triggers();
  void read_routines();
  void add(const Source& source, const std::vector<schema::Object>& named);
  std::string text_of(const Source& source, const Row& row) const;

  Connection& connection_;
  const std::string& database_;
  const schema::Scope& scope_;
  schema::Schema& result_;
};

}  // namespace covet::mysql
