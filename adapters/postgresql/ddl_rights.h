#pragma once

#include "adapters/postgresql/render.h"
#include "schema/change.h"

namespace covet::postgresql {

/// Owner and grants of what was just made, by whoever made it.
void give_rights(const schema::Table& table, Render& render);
void give_rights(const schema::EnumType& type, Render& render);
void give_rights(const schema::Object& object, Render& render);

void alter_rights(const schema::AlterRights& change, Render& render);
/// Of an object that was replaced in place.
void alter_rights(const schema::Object& from, const schema::Object& to, Render& render);
/// The default schema gets back what it gave away in the beginning.
void reset_rights_of_default_schema(const schema::Object& schema, Render& render);

}  // namespace covet::postgresql
