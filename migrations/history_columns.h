#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>

#include "core/db/dialect.h"
#include "core/model/field_type.h"
#include "schema/schema.h"

namespace covet::migrations {

/// A column of the history table, as a field of a model would say it.
struct HistoryColumn {
  std::string_view name;
  model::FieldType type;
  std::int64_t length;  ///< 0: none
  bool nullable;
};

/// In the order of the table.
std::span<const HistoryColumn> history_columns();

/// "audit.covet_migrations" taken apart, where the engine has schemas.
schema::TableName history_table_name(const std::string& name, const DialectFacts& facts);

}  // namespace covet::migrations
