#pragma once

#include "schema/backend.h"

namespace covet::mysql {

/// SQL for CreateObject, DropObject, ReplaceObject, and AlterRights of an object. `before` tells
/// which triggers are there, for a trigger's place in their order.
schema::Rendered render_object(const schema::Change& change, const schema::Schema& before,
                               const ServerInfo& server);

/// The statements that create an object as its text says: under its own settings, which are undone
/// behind it.
std::vector<std::string> create_statements(const schema::Object& object,
                                           const schema::Schema& before, const ServerInfo& server);

}  // namespace covet::mysql
