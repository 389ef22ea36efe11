#pragma once

#include <string>

#include "adapters/postgresql/render.h"

/// NOT NULL as the constraint that it is since version 18: it has a name, may not inherit, and may
/// not be valid yet. The options `not_null`, `not_null_no_inherit` and `not_null_not_valid` of a
/// column say so; a name that isn't said is the usual one, or whichever the server has.
namespace covet::postgresql {

/// What the server calls it where nobody does.
std::string usual_not_null(const std::string& table, const std::string& column);

/// " CONSTRAINT "name" NOT NULL NO INHERIT", as it stands behind a column's type; "" for a column
/// that may be NULL, or whose constraint has to be added once the column is there.
std::string not_null_clause(const schema::Column& column);

/// Adds the constraint of a column that is there. Says nothing for one that may be NULL.
void add_not_null(const schema::TableName& table, const schema::Column& column, Render& render);
/// What not_null_clause() left out.
void finish_not_null(const schema::TableName& table, const schema::Column& column, Render& render);
/// Between two that are both NOT NULL.
void change_not_null(const schema::TableName& table, const schema::Column& from,
                     const schema::Column& to, Render& render);

/// Usual names follow a table or a column that got another one.
void follow_table(const schema::Table& before, const schema::TableName& now, Render& render);
void follow_column(const schema::Table& before, const schema::Column& column,
                   const std::string& now, Render& render);

/// The names of `live` where `wanted` has none.
void take_not_null_names(schema::Table& wanted, const schema::Table& live);

}  // namespace covet::postgresql
