#pragma once

#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/query/compile.h"
#include "core/query/fragment.h"
#include "core/query/relations.h"

/// The FROM of one SELECT. A part of compile().
namespace covet::query {

struct Environment {
  const model::ModelSet& models;
  const Dialect& dialect;
  const Spelling& spelling;
};

/// What a SELECT reads from: a model's table, or the rows of another query.
struct Source {
  const model::Model* model = nullptr;
  Fragment rows{};  ///< "(SELECT …)" or a common table's name, where there is no model
  std::vector<Output> outputs{};  ///< of those rows
};

/// Where a path leads.
struct Place {
  Fragment sql{};
  Kind kind = Kind::any;
  const model::Field* field = nullptr;  ///< plain, never a relation
  bool nullable = true;
  bool base_column = false;           ///< of the SELECT's own table
  bool many = false;                  ///< its row is one of several
  std::vector<std::string> rest{};    ///< the names behind it: transforms, keys, a lookup
  std::optional<std::size_t> join{};  ///< the one it stands in
};

/// Which joins a path may share. Within one filter() a relation to many means one related row;
/// annotations and orders take what is there.
struct JoinUse {
  std::size_t filter = 0;  ///< counts from 1; 0: any
};

class Sources {
 public:
  /// `depth` counts the queries around this one: aliases differ between them.
  Sources(const Environment& environment, Source base, std::size_t depth);

  const model::Model* model() const { return base_.model; }
  const std::string& alias() const { return alias_; }
  const Source& base() const { return base_; }

  /// Follows `names`, and joins what it needs. Throws Error{usage} for names that lead nowhere.
  Place resolve(const std::vector<std::string>& names, JoinUse use);
  /// True if `names` go through a relation to many.
  bool leads_to_many(const std::vector<std::string>& names) const;
  /// True if the first of the names means something here.
  bool knows(const std::string& name) const;
  /// A row without that join's table is not wanted: an inner join does.
  void require(std::optional<std::size_t> join);
  void add(const std::string& name, Source source, bool left);
  void set_condition(const std::string& name, Fragment on);
  /// True if joining what `names` lead through would repeat rows that others count, or others'
  /// joins those. `counted`: somebody counts already.
  bool multiplies(const std::vector<std::string>& names, bool counted) const;

  /// "entry" LEFT JOIN "blog" ON …
  Fragment from() const;
  bool joined() const { return !joins_.empty(); }
  Fragment column(const std::string& column) const { return column_of(alias_, column); }

 private:
  struct Join {
    std::string path;
    std::string alias;
    Fragment table;
    Fragment on;
    Source source{};
    std::size_t filter = 0;
    std::optional<std::size_t> parent{};
    bool many = false;
    bool left = false;
    bool named = false;  ///< an explicit one
  };
  struct Position;

  Fragment column_of(const std::string& alias, const std::string& column) const;
  Fragment table(const std::string& schema, const std::string& name) const;
  std::string alias_for(const std::string& path);
  std::size_t join_to(const Position& at, const Relation& relation, const std::string& path,
                      JoinUse use);
  void step_into(Position& at, const Relation& relation, const std::string& path, JoinUse use);
  Place field_at(const Position& at, const model::Field& field) const;
  Place key_at(const Position& at) const;
  Place output_at(const Position& at, const std::string& name) const;
  [[noreturn]] void unknown(const Source& source, const std::string& name) const;
  bool has_name(const model::Model& model, const std::string& name) const;

  const Environment& environment_;
  Source base_;
  std::size_t depth_;
  std::string alias_;
  std::vector<Join> joins_;
};

/// "a__b" as names. Throws Error{usage} for an empty one.
std::vector<std::string> path_names(std::string_view path);

/// The field that a relation's column holds values of; the field itself where it is none.
const model::Field& plain_field(const model::ModelSet& models, const model::Field& field);

}  // namespace covet::query
