#include "schema/order_objects.h"

#include <algorithm>
#include <array>
#include <iterator>

#include "core/base/contains.h"
#include "core/base/overloaded.h"
#include "core/base/strings.h"
#include "core/db/sql_lexer.h"
#include "schema/mentions.h"
#include "schema/order_creations.h"
#include "schema/order_enum.h"
#include "schema/rename_in_sql.h"

namespace covet::schema {
namespace {

/// What is made of tables. Anything else tables may be made of.
bool stands_on_tables(const Object& object) {
  constexpr std::array<std::string_view, 13> kinds = {
      "view",       "materialized view",    "trigger",     "rule",          "policy",
      "statistics", "event trigger",        "publication", "foreign table", "virtual table",
      "event",      "exclusion constraint", "raw"};
  return std::ranges::find(kinds, object.kind) != kinds.end();
}

bool is_foundation(const Object& object) {
  return !stands_on_tables(object);
}

bool is_routine(const Object& object) {
  return object.kind == "function" || object.kind == "procedure";
}

/// Up to what can be replaced without anybody noticing: a routine's name, arguments and result.
std::string header_of(const Object& object) {
  LexicalRules rules;
  rules.dollar_quotes = true;
  std::string text;
  for (const Token& token : lex_code(object.sql, rules)) {
    if (is_word(token, "LANGUAGE")) break;
    text += to_lower(token.text) + " ";
  }
  return text;
}

bool replaced_in_place(const Object& from, const Object& to, const DialectFacts& facts) {
  // Triggers change places by being made anew in their order.
  if (from.kind == "trigger" && places_of(from) != places_of(to)) return false;
  const auto& kinds = facts.replaced_in_place;
  const auto holds = [&](std::string_view kind) {
    return std::ranges::find(kinds, kind) != kinds.end();
  };
  if (from.sql == to.sql && from.signature == to.signature) return true;
  if (holds("*")) return true;
  return holds(from.kind) && (!is_routine(from) || header_of(from) == header_of(to));
}

class ObjectOrderer {
 public:
  ObjectOrderer(const std::vector<Change>& objects, const std::vector<Change>& others,
                const Schema& before, const Schema& renamed, const DialectFacts& facts)
      : objects_(objects),
        others_(others),
        before_(before),
        renamed_(renamed),
        facts_(facts),
        goes_(before.objects.size()),
        comes_back_(before.objects.size()) {
    for (const Object& object : before.objects)
      mentions_.push_back(mentions_of(object));
  }

  ObjectStages run() {
    for (const Change& change : objects_)
      place(change);
    detach();
    for (std::size_t i = 0; i < goes_.size(); ++i) {
      if (goes_[i] && comes_back_[i]) create(CreateObject{renamed_.objects[i]});
    }
    drop();
    stages_.create_late = in_order_of_need(std::move(stages_.create_late));
    return std::move(stages_);
  }

 private:
  std::size_t index_of(const Object& object) const {
    const auto it = std::ranges::find_if(
        renamed_.objects, [&](const Object& other) { return other.is_same_thing(object); });
    return static_cast<std::size_t>(it - renamed_.objects.begin());
  }

  void place(const Change& change) {
    if (const auto* created = std::get_if<CreateObject>(&change)) return create(*created);
    if (const auto* dropped = std::get_if<DropObject>(&change)) {
      const std::size_t i = index_of(dropped->object);
      if (is_late(dropped->object, mentions_.at(i)) || name_is_taken(dropped->object)) {
        goes_.at(i) = true;
      } else {
        stages_.drop_last.push_back(change);
      }
      return;
    }
    const auto& replace = std::get<ReplaceObject>(change);
    const std::size_t i = index_of(replace.from);
    // A sequence is let go of by its owner, and outlives it.
    if (replaced_in_place(replace.from, replace.to, facts_) &&
        (replace.from.kind == "sequence" || !uses_what_goes(i))) {
      replacements_.push_back(replace);
      return;
    }
    goes_.at(i) = true;
    Object to = replace.to;
    if (to.keep.empty()) to.keep = replace.from.keep;
    create(CreateObject{std::move(to)});
  }

  /// Tables, and what has their names or those of their types, share one space.
  bool name_is_taken(const Object& object) const {
    constexpr std::array<std::string_view, 6> kinds = {
        "sequence", "type", "domain", "materialized view", "view", "foreign table"};
    const auto has_name = [&](const Object& one) {
      return contains(kinds, one.kind) && one.name == object.name;
    };
    if (!has_name(object)) return false;
    return std::ranges::any_of(others_,
                               [&](const Change& change) {
                                 const auto* created = std::get_if<CreateTable>(&change);
                                 return created != nullptr && created->table.name == object.name;
                               }) ||
           std::ranges::any_of(objects_, [&](const Change& change) {
             const auto* created = std::get_if<CreateObject>(&change);
             return created != nullptr && has_name(created->object);
           });
  }

  void create(CreateObject change) {
    const bool late = is_late(change.object, mentions_of(change.object));
    (late ? stages_.create_late : stages_.create_early).push_back(std::move(change));
  }

  /// On the way back it could not be made again before that is there.
  bool uses_what_goes(std::size_t i) const {
    return std::ranges::any_of(others_, [&](const Change& change) {
      if (const auto* table = std::get_if<DropTable>(&change)) return names(i, table->table.name);
      const auto* column = std::get_if<DropColumn>(&change);
      return column != nullptr && names(i, old_name(column->table), column->column.name);
    });
  }

  /// True for what is made of tables, and for a routine whose arguments are, where that table
  /// changes.
  bool is_late(const Object& object, const Mentions& mentions) const {
    if (!is_foundation(object)) return true;
    if (!is_routine(object)) return false;
    if (is_routine_of_rebuilt(object, mentions)) return true;
    const auto speaks = [&](const Object& other) {
      return !is_foundation(other) && other.table.empty() && mentions.speaks_of(other.name.name);
    };
    return std::ranges::any_of(others_,
                               [&](const Change& change) {
                                 const auto table = table_of(change);
                                 return table && !std::holds_alternative<CreateTable>(change) &&
                                        mentions.speaks_of(table->name);
                               }) ||
           std::ranges::any_of(before_.objects, speaks) ||
           std::ranges::any_of(objects_, [&](const Change& change) {
             const auto* created = std::get_if<CreateObject>(&change);
             return created != nullptr && speaks(created->object);
           });
  }

  bool names(std::size_t i, const TableName& table) const {
    return before_.objects[i].table == table.display() || mentions_[i].speaks_of(table.name);
  }
  bool knows(std::size_t i, const TableName& table) const {
    return before_.objects[i].table == table.display() || mentions_[i].knows(table.name);
  }
  bool names(std::size_t i, const TableName& table, const std::string& column) const {
    return names(i, table) && mentions_[i].speaks_of(column);
  }

  /// The name that a table had before the plan's renames.
  TableName old_name(TableName table) const {
    for (const Change& change : others_) {
      const auto* rename = std::get_if<RenameTable>(&change);
      if (rename != nullptr && rename->to == table) return rename->from;
    }
    return table;
  }
  std::string old_name(const TableName& table, const std::string& column) const {
    for (const Change& change : others_) {
      const auto* rename = std::get_if<RenameColumn>(&change);
      if (rename != nullptr && rename->table == table && rename->to == column) return rename->from;
    }
    return column;
  }

  bool names_values_of(std::size_t i, const TableName& type) const {
    if (mentions_[i].speaks_of(type.name)) return true;
    return std::ranges::any_of(before_.tables, [&](const Table& table) {
      return names(i, table.name) && std::ranges::any_of(table.columns, [&](const Column& column) {
               return column.type.find(type.name) != std::string::npos &&
                      names_column_or_made_of(i, table, column);
             });
    });
  }
  bool names_column_or_made_of(std::size_t i, const Table& table, const Column& column) const {
    if (mentions_[i].speaks_of(column.name)) return true;
    return std::ranges::any_of(table.columns, [&](const Column& other) {
      return other.generated && names_in_sql(other.generated->sql, column.name) &&
             mentions_[i].speaks_of(other.name);
    });
  }

  /// Its arguments or its result are of a type that another takes the place of.
  bool is_routine_of_rebuilt(const Object& object, const Mentions& mentions) const {
    return is_routine(object) && std::ranges::any_of(others_, [&](const Change& change) {
             const auto* alter = std::get_if<AlterEnum>(&change);
             return alter != nullptr && rebuilds(*alter) &&
                    mentions.speaks_of(alter->from.name.name);
           });
  }

  bool can_pin(const Object& object) const {
    return !is_foundation(object) ||
           (is_routine(object) && to_upper(object.sql).find("BEGIN ATOMIC") != std::string::npos);
  }

  bool is_in_the_way(std::size_t i, const Change& change) const {
    if (!facts_.renames_reach_objects) {
      if (const auto* rename = std::get_if<RenameTable>(&change)) return knows(i, rename->from);
      if (const auto* rename = std::get_if<RenameColumn>(&change))
        return knows(i, old_name(rename->table)) && mentions_[i].knows(rename->from);
    }
    if (!facts_.objects_pin_columns) return false;
    // What it shows would keep the old name.
    if (const auto* rename = std::get_if<RenameColumn>(&change)) {
      return names(i, old_name(rename->table), rename->from) &&
             shows_column(before_.objects[i], rename->from);
    }
    if (std::holds_alternative<AlterEnum>(change) &&
        is_routine_of_rebuilt(before_.objects[i], mentions_[i])) {
      return true;
    }
    if (!can_pin(before_.objects[i])) return false;
    const auto uses = [&](const TableName& table, const std::string& column) {
      return names(i, old_name(table), old_name(table, column));
    };
    return std::visit(
        overloaded{
            [&](const AlterColumn& c) {
              const bool changes = c.from.type != c.to.type || c.from.collation != c.to.collation ||
                                   c.from.generated != c.to.generated;
              return changes && uses(c.table, c.to.name);
            },
            [&](const DropColumn& c) { return uses(c.table, c.column.name); },
            [&](const SetPrimaryKey& c) {
              return c.from.has_value() && before_.objects[i].table.empty() &&
                     names(i, old_name(c.table));
            },
            [&](const DropTable& c) { return names(i, old_name(c.table.name)); },
            [&](const AlterEnum& c) { return rebuilds(c) && names_values_of(i, c.from.name); },
            [&](const DropEnum& c) { return names_values_of(i, c.type.name); },
            [](const auto&) { return false; },
        },
        change);
  }

  /// What is in the way of a change, or stands on an object that goes, or needs it where the engine
  /// minds.
  void detach() {
    for (std::size_t i = 0; i < goes_.size(); ++i) {
      if (goes_[i]) continue;
      const bool in_the_way = std::ranges::any_of(
          others_, [&](const Change& change) { return is_in_the_way(i, change); });
      if (in_the_way) take_away(i);
    }
    for (bool more = true; more;) {
      more = false;
      for (std::size_t i = 0; i < goes_.size(); ++i) {
        if (goes_[i] || (!depends_on_going(i) && !is_replaced_upon_change(i))) continue;
        take_away(i);
        more = true;
      }
    }
    place_replacements();
  }

  void place_replacements() {
    for (ReplaceObject& replace : replacements_) {
      const std::size_t i = index_of(replace.from);
      if (!goes_[i]) {
        const Mentions mentions = mentions_of(replace.to);
        const bool late = is_late(replace.to, mentions) || waits_for_column(replace.to, mentions);
        (late ? stages_.create_late : stages_.create_early).push_back(replace);
      } else {
        comes_back_[i] = false;
        if (replace.to.keep.empty()) replace.to.keep = replace.from.keep;
        create(CreateObject{replace.to});
      }
    }
  }

  bool waits_for_column(const Object& object, const Mentions& mentions) const {
    return object.kind == "sequence" && std::ranges::any_of(others_, [&](const Change& change) {
             const auto* added = std::get_if<AddColumn>(&change);
             return added != nullptr && mentions.speaks_of(added->table.name) &&
                    mentions.speaks_of(added->column.name);
           });
  }

  void take_away(std::size_t i) {
    goes_[i] = true;
    comes_back_[i] = std::ranges::none_of(stages_.drop_last, [&](const Change& change) {
      return std::get<DropObject>(change).object.is_same_thing(renamed_.objects[i]);
    });
    std::erase_if(stages_.drop_last, [&](const Change& change) {
      return std::get<DropObject>(change).object.is_same_thing(renamed_.objects[i]);
    });
  }

  /// A view that changes along with one beneath it: on the way back its former text could not be
  /// put in place before that of the other one is there again.
  bool is_replaced_upon_change(std::size_t i) const {
    const auto is = [](const Object& object) {
      return [&](const ReplaceObject& replace) { return replace.from.is_same_thing(object); };
    };
    if (before_.objects[i].kind != "view" ||
        std::ranges::none_of(replacements_, is(renamed_.objects[i])))
      return false;
    for (std::size_t k = 0; k < goes_.size(); ++k) {
      const Object& other = before_.objects[k];
      if (k == i || !other.table.empty() || !mentions_[i].uses(other.name)) continue;
      if (goes_[k] || std::ranges::any_of(replacements_, is(renamed_.objects[k]))) return true;
    }
    return false;
  }

  bool depends_on_going(std::size_t i) const {
    for (std::size_t k = 0; k < goes_.size(); ++k) {
      const Object& gone = before_.objects[k];
      if (!goes_[k] || k == i) continue;
      if (gone.kind == "trigger" &&
          places_of(before_.objects[i]).contains(place_name(gone.table, gone.name.name))) {
        return true;
      }
      if (!gone.table.empty()) continue;
      if (before_.objects[i].table == gone.name.display()) return true;
      if (facts_.objects_pin_columns && mentions_[i].uses(gone.name)) return true;
    }
    return false;
  }

  void drop() {
    std::vector<Change> going;
    for (std::size_t i = 0; i < goes_.size(); ++i) {
      if (goes_[i]) going.push_back(CreateObject{before_.objects[i]});
    }
    going = in_order_of_need(std::move(going));
    for (auto it = going.rbegin(); it != going.rend(); ++it)
      stages_.drop_first.push_back(inverse(*it));
    std::vector<Change> last;
    for (const Change& change : stages_.drop_last)
      last.push_back(inverse(change));
    last = in_order_of_need(std::move(last));
    stages_.drop_last.clear();
    for (auto it = last.rbegin(); it != last.rend(); ++it)
      stages_.drop_last.push_back(inverse(*it));
  }

  const std::vector<Change>& objects_;
  const std::vector<Change>& others_;
  const Schema& before_;
  const Schema& renamed_;
  const DialectFacts& facts_;
  std::vector<Mentions> mentions_;  ///< of before_.objects
  std::vector<bool> goes_;
  std::vector<bool> comes_back_;
  std::vector<ReplaceObject> replacements_;
  ObjectStages stages_;
};

}  // namespace

ObjectStages order_objects(const std::vector<Change>& objects, const std::vector<Change>& others,
                           const Schema& before, const Schema& renamed, const DialectFacts& facts) {
  return ObjectOrderer(objects, others, before, renamed, facts).run();
}

}  // namespace covet::schema
