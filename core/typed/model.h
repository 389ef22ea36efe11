#pragma once

#include "core/typed/query.h"
#include "core/typed/store.h"

/// All that a generated model stands on. `covet codegen cpp` writes, for each model of a project,
///
///     struct User : covet::typed::Model<User> {
///       static constexpr Field<User, std::int64_t> id{"id"};              // fields, relations
///       static constexpr ToMany<User, Post> posts{"posts"};
///       struct Row { std::int64_t id{}; … };                              // what is read
///       struct New { OrDefault<std::int64_t> id{}; … };                   // what is created
///       struct Map { handle, key, row(each_), made(each_) };              // from one to the other
///     };
namespace covet::typed {

template <class M>
struct Model {
  /// All rows; a field of that name hides it, and Query<User>(store) is the same.
  static auto query(record::Store& store) { return Query<M>(store); }
};

}  // namespace covet::typed
