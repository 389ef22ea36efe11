#include "schema/to_toml.h"

#include <algorithm>
#include <map>
#include <set>

#include "core/base/strings.h"
#include "core/model/print_models.h"
#include "core/model/toml_text.h"
#include "schema/from_models.h"
#include "schema/raise_models.h"

namespace covet::schema {

namespace {

/// Takes the names off what has none on the other side: engines without names equal any.
template <class Constraint>
void forget_names(const std::vector<Constraint>& wanted, std::vector<Constraint>& made) {
  for (const Constraint& one : wanted) {
    if (!one.name.empty()) continue;
    const auto same = std::ranges::find_if(made, [&one](const Constraint& other) {
      return !other.name.empty() && same_content(one, other);
    });
    if (same != made.end()) same->name.clear();
  }
}

void forget_names(const Table& wanted, Table& made) {
  if (wanted.primary_key && made.primary_key && wanted.primary_key->name.empty())
    made.primary_key->name.clear();
  forget_names(wanted.uniques, made.uniques);
  forget_names(wanted.checks, made.checks);
  forget_names(wanted.foreign_keys, made.foreign_keys);
  sort(made);
}

/// Writes, reads what it wrote, and writes more literally what came back as something else.
class Writer {
 public:
  Writer(const Schema& schema, const Ddl& ddl, const model::ModelSet& known)
      : schema_(schema),
        ddl_(ddl),
        handles_(schema, known),
        context_{schema_, ddl_, handles_, known} {
    sort(schema_);
  }

  std::vector<TomlPart> run() {
    constexpr int most_rounds = 8;
    for (int round = 0; round < most_rounds; ++round) {
      write();
      if (!improve()) break;
    }
    for (TomlPart& part : parts_) {
      if (inexact_.contains(part.handle))
        part.text =
            "# covet could not say all of this: compare before you rely on it\n" + part.text;
    }
    return std::move(parts_);
  }

 private:
  void write() {
    context_.fields.clear();
    name_fields(context_);
    set_ = {};
    parts_.clear();
    std::vector<model::Model> models;
    for (const Table& table : schema_.tables)
      models.push_back(raise_table(table, context_));
    raise_enums(context_, models, all_enums_, set_);
    raise_objects(context_, set_);
    if (std::string beside = model::print_beside(set_.enums, set_.objects); !beside.empty())
      parts_.push_back({"", std::move(beside)});
    bool printed = true;
    for (std::size_t i = 0; i < models.size(); ++i) {
      try {
        parts_.push_back({models[i].handle, model::print_model(models[i], set_.objects)});
      } catch (const Error&) {
        // A default that TOML has no word for. As text of SQL it is one.
        printed = !make_literal(schema_.tables[i]) && printed;
      }
    }
    if (!printed) write();
  }

  bool make_literal(const Table& table) {
    RaiseStyle all;
    for (const Column& column : table.columns)
      all.literal_columns.insert(column.name);
    all.key_name = all.uniques = all.indexes = all.foreign_keys = true;
    RaiseStyle& style = context_.styles[table.name];
    if (style == all) return false;
    style = std::move(all);
    return true;
  }

  /// True if something is to be written anew.
  bool improve() {
    inexact_.clear();
    std::vector<model::SourceText> files;
    for (const TomlPart& part : parts_)
      files.push_back({part.handle, part.text});
    try {
      return compare(from_models(model::parse_models(files), ddl_).schema);
    } catch (const Error& error) {
      if (error.code() != Errc::model) throw;
      return blame(error);
    }
  }

  bool blame(const Error& error) {
    bool changed = false;
    for (const Diagnostic& fault : error.diagnostics()) {
      inexact_.insert(fault.where.file);
      const auto table = std::ranges::find_if(schema_.tables, [&](const Table& one) {
        return handles_.table(one.name) == fault.where.file;
      });
      if (table != schema_.tables.end()) {
        changed = make_literal(*table, fault) || changed;
      } else if (!all_enums_) {
        changed = all_enums_ = true;
      }
    }
    return changed;
  }

  /// Only the field that the fault stands at; where that is none, or is literal already, the whole
  /// table.
  bool make_literal(const Table& table, const Diagnostic& fault) {
    const std::string line = line_at(text_of(fault.where.file), fault.where.line);
    std::set<std::string>& literal = context_.styles[table.name].literal_columns;
    for (const auto& [column, field] : context_.fields.at(table.name)) {
      const std::string key = model::toml_key(field);
      if (!line.starts_with(key)) continue;
      if (trim(std::string_view(line).substr(key.size())).starts_with("=") &&
          literal.insert(column).second) {
        return true;
      }
    }
    return make_literal(table);
  }

  std::string text_of(const std::string& handle) const {
    const auto part = std::ranges::find(parts_, handle, &TomlPart::handle);
    return part == parts_.end() ? std::string() : part->text;
  }

  bool compare(const Schema& made) {
    bool changed = false;
    if (made.enums != schema_.enums && !all_enums_) changed = all_enums_ = true;
    if (made.enums != schema_.enums || made.objects != schema_.objects) inexact_.insert("");
    for (const Table& table : schema_.tables) {
      const Table* const found = made.find_table(table.name);
      if (found == nullptr) {
        inexact_.insert(handles_.table(table.name));
        continue;
      }
      Table again = *found;
      forget_names(table, again);
      if (again == table) continue;
      inexact_.insert(handles_.table(table.name));
      Table wanted = table;
      sort(wanted);
      changed = refine(wanted, again) || changed;
    }
    return changed;
  }

  bool refine(const Table& table, const Table& made) {
    RaiseStyle style = context_.styles[table.name];
    for (const Column& column : table.columns) {
      const Column* const again = made.find_column(column.name);
      if (again == nullptr || *again != column) style.literal_columns.insert(column.name);
    }
    if (made.checks != table.checks) {
      // A type brought a check along, or took one that it shouldn't have.
      for (const Column& column : table.columns)
        style.literal_columns.insert(column.name);
    }
    if (made.primary_key != table.primary_key) style.key_name = true;
    if (made.uniques != table.uniques) style.uniques = true;
    if (made.indexes != table.indexes) style.indexes = true;
    if (made.foreign_keys != table.foreign_keys) style.foreign_keys = true;
    if (style == context_.styles[table.name]) return false;
    context_.styles[table.name] = std::move(style);
    return true;
  }

  Schema schema_;
  const Ddl& ddl_;
  Handles handles_;
  RaiseContext context_;
  model::ModelSet set_;
  std::vector<TomlPart> parts_;
  std::set<std::string> inexact_;  ///< handles of parts that don't read back exactly
  bool all_enums_ = false;
};

}  // namespace

std::vector<TomlPart> to_toml(const Schema& schema, const Ddl& ddl, const model::ModelSet& known) {
  return Writer(schema, ddl, known).run();
}

std::string to_toml_text(const Schema& schema, const Ddl& ddl) {
  std::string text(model_file_header);
  for (const TomlPart& part : to_toml(schema, ddl))
    text += "\n" + part.text;
  return text;
}

}  // namespace covet::schema
