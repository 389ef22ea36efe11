#include "core/query/sources.h"

#include <algorithm>
#include <utility>

#include <fmt/core.h>

#include "core/base/error.h"
#include "core/base/hints.h"
#include "core/base/strings.h"
#include "core/query/lookups.h"

namespace covet::query {

using model::Field;
using model::Model;

namespace {

constexpr std::size_t longest_alias = 60;

Fragment conjunction(const std::vector<Fragment>& parts) {
  return join(parts, " AND ");
}

/// "blog_id" means the column of the relation "blog".
const Field* column_field(const Model& model, std::string_view name) {
  const auto found =
      std::find_if(model.fields.begin(), model.fields.end(), [&](const Field& field) {
        return model::is_relation(field.type) && field.type != model::FieldType::many_to_many &&
               name == field.name + "_id";
      });
  return found == model.fields.end() ? nullptr : &*found;
}

/// Its column stands in the row itself, no join needed.
bool is_local(const Relation& relation) {
  return relation.field != nullptr && !relation.back && !relation.many;
}

}  // namespace

/// Where the walk along a path stands.
struct Sources::Position {
  const Source* source = nullptr;
  const Model* model = nullptr;
  std::string alias{};
  std::optional<std::size_t> join{};
  bool optional = false;
  bool many = false;
};

std::vector<std::string> path_names(std::string_view path) {
  std::vector<std::string> names;
  std::string_view rest = path;
  while (true) {
    const std::size_t end = rest.find("__");
    names.emplace_back(rest.substr(0, end));
    if (names.back().empty()) {
      throw Error(Errc::usage, fmt::format("`{}` is no path: a name in it is empty", path),
                  "write names with two underscores between them: author__name");
    }
    if (end == std::string_view::npos) return names;
    rest.remove_prefix(end + 2);
  }
}

const Field& plain_field(const model::ModelSet& models, const Field& field) {
  return model::is_relation(field.type) ? referred_field(models, field) : field;
}

Sources::Sources(const Environment& environment, Source base, std::size_t depth)
    : environment_(environment), base_(std::move(base)), depth_(depth) {
  alias_ = base_.model != nullptr ? base_.model->table_name() : "rows";
  if (depth_ > 0) alias_ += fmt::format("_{}", depth_);
}

Fragment Sources::column_of(const std::string& alias, const std::string& column) const {
  const Dialect& dialect = environment_.dialect;
  return dialect.quote(alias) + "." + dialect.quote(column);
}

Fragment Sources::table(const std::string& schema, const std::string& name) const {
  return quoted_table(environment_.dialect, schema, name);
}

std::string Sources::alias_for(const std::string& path) {
  std::string wanted = depth_ > 0 ? fmt::format("{}_{}", path, depth_) : path;
  if (wanted.size() > longest_alias) wanted = fmt::format("j{}_{}", joins_.size(), depth_);
  const auto taken = [&](const std::string& alias) {
    return equals_ignoring_case(alias, alias_) ||
           std::any_of(joins_.begin(), joins_.end(),
                       [&](const Join& join) { return equals_ignoring_case(join.alias, alias); });
  };
  std::string alias = wanted;
  for (int n = 2; taken(alias); ++n)
    alias = fmt::format("{}_{}", wanted, n);
  return alias;
}

bool Sources::has_name(const Model& model, const std::string& name) const {
  return name == "pk" || model.find(name) != nullptr || column_field(model, name) != nullptr ||
         find_relation(environment_.models, model, name).has_value();
}

bool Sources::knows(const std::string& name) const {
  if (std::any_of(joins_.begin(), joins_.end(),
                  [&](const Join& join) { return join.named && join.path == name; }))
    return true;
  if (base_.model != nullptr) return has_name(*base_.model, name);
  return std::any_of(base_.outputs.begin(), base_.outputs.end(),
                     [&](const Output& output) { return output.name == name; });
}

void Sources::unknown(const Source& source, const std::string& name) const {
  std::vector<std::string> names;
  for (const Output& output : source.outputs)
    names.push_back(output.name);
  std::string owner = "the query";
  if (source.model != nullptr) {
    owner = "`" + source.model->handle + "`";
    for (const Field& field : source.model->fields)
      names.push_back(field.name);
    for (const std::string& relation : relation_names(environment_.models, *source.model))
      names.push_back(relation);
  }
  std::string help = did_you_mean(name, names);
  if (help.empty()) {
    std::sort(names.begin(), names.end());
    names.erase(std::unique(names.begin(), names.end()), names.end());
    help = "it has: " + covet::join(names, ", ");
  }
  throw Error(Errc::usage, fmt::format("{} has no field `{}`", owner, name), help);
}

Place Sources::field_at(const Position& at, const Field& field) const {
  Place place;
  place.sql = column_of(at.alias, field.column());
  place.field = &plain_field(environment_.models, field);
  place.kind = kind_of(place.field->type);
  place.nullable = at.optional || (field.nullable && !field.primary_key);
  place.base_column = !at.join;
  place.many = at.many;
  place.join = at.join;
  return place;
}

Place Sources::key_at(const Position& at) const {
  const std::vector<std::string> key = at.model->key_fields();
  if (key.size() != 1) {
    throw Error(Errc::usage,
                fmt::format("`{}` has {} key fields, so `pk` means no single value",
                            at.model->handle, key.size()),
                "name the fields themselves");
  }
  return field_at(at, *at.model->find(key.front()));
}

Place Sources::output_at(const Position& at, const std::string& name) const {
  const auto& outputs = at.source->outputs;
  const auto found = std::find_if(outputs.begin(), outputs.end(),
                                  [&](const Output& output) { return output.name == name; });
  if (found == outputs.end()) unknown(*at.source, name);
  Place place;
  place.sql = column_of(at.alias, name);
  place.field = found->field;
  place.kind = found->kind;
  place.base_column = !at.join;
  place.join = at.join;
  return place;
}

std::size_t Sources::join_to(const Position& at, const Relation& relation, const std::string& path,
                             JoinUse use) {
  const bool many = at.many || relation.many;
  for (std::size_t i = 0; i < joins_.size(); ++i) {
    const Join& each = joins_[i];
    if (each.path != path || each.parent != at.join) continue;
    if (!many || use.filter == 0 || each.filter == use.filter) return i;
  }
  Join joined;
  joined.path = path;
  joined.filter = use.filter;
  joined.many = many;
  joined.left = at.optional || relation.optional;
  joined.parent = at.join;
  std::string from = at.alias;
  if (relation.through) {
    Join junction = joined;
    junction.path = path + " through";
    junction.alias = alias_for(path + "_through");
    junction.table = table(relation.through->schema, relation.through->table);
    std::vector<Fragment> on;
    for (const ColumnPair& pair : relation.columns)
      on.push_back(column_of(junction.alias, pair.to) + " = " + column_of(from, pair.from));
    junction.on = conjunction(on);
    from = junction.alias;
    joins_.push_back(std::move(junction));
  }
  joined.alias = alias_for(path);
  joined.source.model = relation.to;
  joined.table = table(relation.to->db_schema, relation.to->table_name());
  std::vector<Fragment> on;
  for (const ColumnPair& pair : relation.through ? relation.through->columns : relation.columns)
    on.push_back(column_of(joined.alias, pair.to) + " = " + column_of(from, pair.from));
  joined.on = conjunction(on);
  joins_.push_back(std::move(joined));
  return joins_.size() - 1;
}

void Sources::step_into(Position& at, const Relation& relation, const std::string& path,
                        JoinUse use) {
  const std::size_t index = join_to(at, relation, path, use);
  at.join = index;
  at.alias = joins_[index].alias;
  at.source = &joins_[index].source;
  at.model = relation.to;
  at.optional = at.optional || relation.optional;
  at.many = at.many || relation.many;
}

Place Sources::resolve(const std::vector<std::string>& names, JoinUse use) {
  Position at{.source = &base_, .model = base_.model, .alias = alias_};
  std::size_t i = 0;
  const auto rest_from = [&](std::size_t from) {
    return std::vector<std::string>(names.begin() + static_cast<std::ptrdiff_t>(from), names.end());
  };
  for (std::size_t j = 0; j < joins_.size(); ++j) {
    const Join& join = joins_[j];
    if (!join.named || join.path != names.front() || names.size() < 2) continue;
    at = {.source = &join.source,
          .model = join.source.model,
          .alias = join.alias,
          .join = j,
          .optional = join.left,
          .many = join.many};
    i = 1;
  }
  std::string path = i == 0 ? "" : names.front();
  Place place;
  while (true) {
    if (at.model == nullptr) {
      // A column's name may hold two underscores: the longest that fits.
      std::size_t last = names.size();
      const auto name_to = [&](std::size_t end) {
        std::string name = names[i];
        for (std::size_t n = i + 1; n < end; ++n)
          name += "__" + names[n];
        return name;
      };
      const auto is_output = [&](const std::string& name) {
        return std::any_of(at.source->outputs.begin(), at.source->outputs.end(),
                           [&](const Output& output) { return output.name == name; });
      };
      while (last > i + 1 && !is_output(name_to(last)))
        --last;
      place = output_at(at, name_to(last));
      i = last - 1;
      break;
    }
    const std::string& name = names[i];
    if (name == "pk") {
      place = key_at(at);
      break;
    }
    const auto relation = find_relation(environment_.models, *at.model, name);
    if (!relation) {
      const Field* field = at.model->find(name);
      if (field == nullptr) field = column_field(*at.model, name);
      if (field == nullptr) unknown(*at.source, name);
      place = field_at(at, *field);
      break;
    }
    const bool ends = i + 1 == names.size() || !has_name(*relation->to, names[i + 1]);
    if (ends && i + 1 < names.size() && find_lookup(names[i + 1]) == nullptr &&
        find_transform(names[i + 1]) == nullptr)
      unknown(Source{.model = relation->to}, names[i + 1]);
    if (is_local(*relation)) {
      const bool to_itself =
          !ends && (names[i + 1] == "pk" || relation->to->find(names[i + 1]) != nullptr) &&
          (names[i + 1] == "pk"
               ? relation->to->key_fields().size() == 1 &&
                     relation->to->find(relation->to->key_fields().front())->column() ==
                         relation->columns.front().to
               : relation->to->find(names[i + 1])->column() == relation->columns.front().to);
      if (ends || to_itself) {
        place = field_at(at, *relation->field);
        if (to_itself) ++i;
        break;
      }
    }
    path += (path.empty() ? "" : "__") + name;
    step_into(at, *relation, path, use);
    if (ends) {
      place = key_at(at);
      break;
    }
    ++i;
  }
  place.rest = rest_from(i + 1);
  return place;
}

bool Sources::leads_to_many(const std::vector<std::string>& names) const {
  return base_.model != nullptr && !path_to_many(environment_.models, base_.model, names).empty();
}

bool Sources::multiplies(const std::vector<std::string>& names, bool counted) const {
  std::vector<std::string> own;
  std::string path;
  const Model* model = base_.model;
  for (const std::string& name : names) {
    const auto relation =
        model == nullptr ? std::nullopt : find_relation(environment_.models, *model, name);
    if (!relation) break;
    path += (path.empty() ? "" : "__") + name;
    if (!is_local(*relation) || relation->many) own.push_back(path);
    model = relation->to;
  }
  bool all_there = true;
  for (const std::string& each : own) {
    all_there = all_there && std::any_of(joins_.begin(), joins_.end(),
                                         [&](const Join& join) { return join.path == each; });
  }
  const bool others = std::any_of(joins_.begin(), joins_.end(), [&](const Join& join) {
    const bool through = join.path.ends_with(" through");
    return join.many && !through && std::find(own.begin(), own.end(), join.path) == own.end();
  });
  const bool any =
      std::any_of(joins_.begin(), joins_.end(), [](const Join& join) { return join.many; });
  return others || (counted && any && !all_there);
}

void Sources::require(std::optional<std::size_t> join) {
  for (; join; join = joins_[*join].parent) {
    Join& each = joins_[*join];
    each.left = false;
    const std::string junction = each.path + " through";
    for (Join& other : joins_) {
      if (other.path == junction && other.filter == each.filter && other.parent == each.parent)
        other.left = false;
    }
  }
}

void Sources::add(const std::string& name, Source source, bool left) {
  Join joined;
  joined.path = name;
  joined.alias = alias_for(name);
  joined.table = source.model != nullptr
                     ? table(source.model->db_schema, source.model->table_name())
                     : source.rows;
  joined.source = std::move(source);
  joined.many = true;
  joined.left = left;
  joined.named = true;
  joins_.push_back(std::move(joined));
}

void Sources::set_condition(const std::string& name, Fragment on) {
  for (Join& join : joins_) {
    if (join.named && join.path == name) join.on = std::move(on);
  }
}

Fragment Sources::from() const {
  const Dialect& dialect = environment_.dialect;
  const auto named = [&](const Fragment& rows, const Source& source, const std::string& alias) {
    if (source.model != nullptr && source.model->table_name() == alias) return rows;
    return rows + " AS " + dialect.quote(alias);
  };
  Fragment sql = base_.model != nullptr ? table(base_.model->db_schema, base_.model->table_name())
                                        : base_.rows;
  sql = named(sql, base_, alias_);
  // An explicit join's condition may need joins that were made after it.
  for (const bool explicit_ones : {false, true}) {
    for (const Join& join : joins_) {
      if (join.named != explicit_ones) continue;
      sql += join.left ? " LEFT JOIN " : " INNER JOIN ";
      sql += named(join.table, join.source, join.alias);
      sql += " ON ";
      sql += join.on;
    }
  }
  return sql;
}

}  // namespace covet::query
