#pragma once

#include <string>
#include <vector>

#include "core/base/error.h"
#include "core/db/connection.h"
#include "schema/change.h"
#include "schema/schema.h"

namespace covet::mysql {

/// The objects' part of spell(): views, triggers, routines and events as this server spells them.
class ObjectSpeller {
 public:
  /// `wanted` is changed in place; both must outlive it. What says the same as `live` takes its
  /// text at once.
  ObjectSpeller(schema::Schema& wanted, const schema::Schema& live);

  bool needs_server() const { return !unsure_.empty(); }
  /// Makes the unsure objects, and what they need, in the database that the session is in; `made`
  /// are the tables that are there already.
  void make(Connection& connection, const std::vector<const schema::Table*>& made,
            std::vector<std::string>& unspelled) const;
  /// Takes over the texts that the server made of them.
  void take(const schema::Schema& spelled);
  void give_up(const Error& error, std::vector<std::string>& unspelled) const;

 private:
  std::vector<schema::Change> needed() const;
  void need(const schema::Object& object, std::vector<schema::Change>& creations) const;
  const schema::Object* live_of(const schema::Object& object) const;

  schema::Schema& wanted_;
  const schema::Schema& live_;
  std::vector<schema::Object*> unsure_;
};

}  // namespace covet::mysql
