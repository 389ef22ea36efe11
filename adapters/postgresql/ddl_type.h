#pragma once

#include "adapters/postgresql/render.h"
#include "schema/change.h"

namespace covet::postgresql {

void create_enum(const schema::EnumType& type, Render& render);
void alter_enum(const schema::AlterEnum& change, Render& render);
/// The rows' side of an enum's renamed value, for columns that are no named enum: those follow by
/// themselves.
void rename_value(const schema::RenameValue& change, Render& render);

/// Makes them the owners of sequences that were made before them.
void claim_sequences(const schema::TableName& table, const std::vector<schema::Column>& columns,
                     Render& render);

void create_object(const schema::Object& object, Render& render);
void drop_object(const schema::Object& object, Render& render);
void replace_object(const schema::ReplaceObject& change, Render& render);
/// Attribute by attribute where both are composite; false where only a new type will do.
bool replace_type(const schema::ReplaceObject& change, Render& render);

/// Moves every column of type `old` over to the type that now bears its name. `through`: "::text",
/// or "".
void move_columns(const schema::TableName& old, std::string_view through, Render& render);

/// The name under which a type waits until its columns have moved.
schema::TableName set_aside_name(const schema::TableName& name);

/// CREATE SCHEMA, where `schema` has nothing in that schema yet.
void ensure_namespace(const schema::TableName& name, Render& render);

}  // namespace covet::postgresql
