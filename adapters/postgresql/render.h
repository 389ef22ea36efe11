#pragma once

#include <string>
#include <utility>

#include "schema/backend.h"

namespace covet::postgresql {

/// What the renderers of changes share: the schemas around the change, and where its SQL goes.
struct Render {
  const schema::Schema& before;
  const schema::Schema& after;
  int major;  ///< the server's main version
  schema::Rendered out{};

  void say(std::string sql) { out.statements.push_back(std::move(sql)); }
  /// Routines are made without a look at their bodies.
  void leave_bodies_unread() { out.settings = {"SET LOCAL check_function_bodies = off"}; }
  void note(std::string text) { out.notes.push_back(std::move(text)); }
};

}  // namespace covet::postgresql
