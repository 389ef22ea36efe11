#pragma once

#include <vector>

#include "core/db/rows.h"
#include "schema/backend.h"

namespace covet::mysql {

/// Names what the database holds and a schema value does not carry yet.
class ObjectReader {
 public:
  /// Both must outlive it.
  ObjectReader(const schema::Scope& scope, std::vector<schema::Object>& unmanaged);

  void read_tables(const Rows& rows);
  void read_views(const Rows& rows);
  void read_triggers(const Rows& rows);
  void read_routines(const Rows& rows);
  void read_events(const Rows& rows);
  void read_partitions(const Rows& rows);
  bool has_partitions() const { return has_partitions_; }

 private:
  void add(std::string kind, const std::string& name, std::string sql = {},
           const std::string& table = {});

  const schema::Scope& scope_;
  std::vector<schema::Object>& unmanaged_;
  bool has_partitions_ = false;
};

}  // namespace covet::mysql
