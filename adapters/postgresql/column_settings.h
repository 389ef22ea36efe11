#pragma once

#include <array>
#include <string_view>

#include "adapters/postgresql/render.h"

/// What a column has beside its type, default and constraints: the `postgresql` options of a field.
namespace covet::postgresql {

inline constexpr std::array<std::string_view, 10> column_setting_words = {
    "storage",  "compression",         "statistics",         "n_distinct", "n_distinct_inherited",
    "not_null", "not_null_no_inherit", "not_null_not_valid", "sequence",   "sequence_persistence"};

/// SET STORAGE, COMPRESSION, STATISTICS, (n_distinct = …), and the names of what the column owns.
void change_settings(const schema::TableName& table, const schema::Column& from,
                     const schema::Column& to, Render& render);

}  // namespace covet::postgresql
