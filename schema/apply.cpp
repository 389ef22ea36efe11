#include <algorithm>

#include "core/base/error.h"
#include "core/base/overloaded.h"
#include "schema/change.h"
#include "schema/rename_in_sql.h"
#include "schema/rename_labels.h"
#include "schema/rights.h"

// Pure. Changes on a value follow what every engine does by itself: references to a renamed thing
// come along.
namespace covet::schema {
namespace {

[[noreturn]] void misfit(const Change& change, std::string_view why) {
  throw Error(Errc::internal, "cannot " + describe(change) + ": " + std::string(why),
              "this is a bug in covet; please report it with the models and the database's schema");
}

class Applier {
 public:
  Applier(Schema& schema, const Change& change) : schema_(schema), change_(change) {}

  void operator()(const CreateTable& c) {
    if (schema_.find_table(c.table.name) != nullptr) misfit(change_, "it exists already");
    insert(schema_.tables, c.table);
  }
  void operator()(const DropTable& c) { remove(schema_.tables, c.table.name); }
  void operator()(const RenameTable& c) {
    if (schema_.find_table(c.to) != nullptr) misfit(change_, "the new name is taken");
    Table renamed = table(c.from);
    remove(schema_.tables, c.from);
    renamed.name = c.to;
    insert(schema_.tables, std::move(renamed));
    for (Table& other : schema_.tables) {
      for (ForeignKey& key : other.foreign_keys) {
        if (key.target == c.from) key.target = c.to;
      }
      for (const char* parents : {"inherits", "partition_of"}) {
        const auto found = other.options.find(parents);
        if (found != other.options.end())
          found->second = rename_in_sql(found->second, c.from.name, c.to.name);
      }
    }
    for_all_objects([&](Object& object) {
      if (object.table == c.from.display()) object.table = c.to.display();
      rename_in(object, c.from.name, c.to.name);
    });
  }
  void operator()(const AlterTable& c) {
    Table& altered = table(c.table);
    altered.comment = c.comment_to;
    altered.options = c.options_to;
  }
  void operator()(const AddColumn& c) {
    auto& columns = table(c.table).columns;
    if (table(c.table).find_column(c.column.name) != nullptr)
      misfit(change_, "the column exists already");
    const auto at = static_cast<std::ptrdiff_t>(std::min(c.position, columns.size()));
    columns.insert(columns.begin() + at, c.column);
  }
  void operator()(const DropColumn& c) {
    auto& columns = table(c.table).columns;
    columns.erase(columns.begin() + (&column(c.table, c.column.name) - columns.data()));
    forget_granted(table(c.table).rights, c.column.name);
  }
  void operator()(const AlterColumn& c) { column(c.table, c.from.name) = c.to; }
  void operator()(const RenameColumn& c) {
    if (table(c.table).find_column(c.to) != nullptr) misfit(change_, "the new name is taken");
    column(c.table, c.from).name = c.to;
    rename_column(table(c.table), c.from, c.to);
    rename_granted(table(c.table).rights, c.from, c.to);
    for (Table& other : schema_.tables) {
      for (ForeignKey& key : other.foreign_keys) {
        if (key.target == c.table)
          std::replace(key.target_columns.begin(), key.target_columns.end(), c.from, c.to);
      }
    }
    for_all_objects([&](Object& object) {
      const bool follows =
          object.table == c.table.display() || names_in_sql(object.sql, c.table.name);
      if (follows && !is_ambiguous(object.sql, c)) rename_in(object, c.from, c.to);
    });
  }
  void operator()(const SetPrimaryKey& c) { table(c.table).primary_key = c.to; }
  void operator()(const AddUnique& c) { add(c.table, &Table::uniques, c.unique); }
  void operator()(const DropUnique& c) { drop(c.table, &Table::uniques, c.unique); }
  void operator()(const AddCheck& c) { add(c.table, &Table::checks, c.check); }
  void operator()(const DropCheck& c) { drop(c.table, &Table::checks, c.check); }
  void operator()(const AddForeignKey& c) { add(c.table, &Table::foreign_keys, c.key); }
  void operator()(const DropForeignKey& c) { drop(c.table, &Table::foreign_keys, c.key); }
  void operator()(const AddIndex& c) { add(c.table, &Table::indexes, c.index); }
  void operator()(const DropIndex& c) { drop(c.table, &Table::indexes, c.index); }
  void operator()(const RenameConstraint& c) {
    Table& owner = table(c.table);
    switch (c.what) {
      case Named::primary_key:
        if (!owner.primary_key) misfit(change_, "there is no primary key");
        owner.primary_key->name = c.to;
        return;
      case Named::unique:
        return rename(owner.uniques, c);
      case Named::check:
        return rename(owner.checks, c);
      case Named::foreign_key:
        return rename(owner.foreign_keys, c);
      case Named::index:
        return rename(owner.indexes, c);
    }
  }
  void operator()(const AlterComment& c) {
    Table& owner = table(c.table);
    switch (c.what) {
      case Named::primary_key:
        if (!owner.primary_key) misfit(change_, "there is no primary key");
        owner.primary_key->comment = c.to;
        return;
      case Named::unique:
        return comment(owner.uniques, c);
      case Named::check:
        return comment(owner.checks, c);
      case Named::foreign_key:
        return comment(owner.foreign_keys, c);
      case Named::index:
        return comment(owner.indexes, c);
    }
  }
  void operator()(const RenameValue& c) { column(c.table, c.column); }
  void operator()(const CreateEnum& c) { insert(schema_.enums, c.type); }
  void operator()(const DropEnum& c) { remove(schema_.enums, c.type.name); }
  void operator()(const AlterEnum& c) {
    remove(schema_.enums, c.from.name);
    insert(schema_.enums, c.to);
    rename_labels(schema_, c);
  }
  void operator()(const CreateObject& c) {
    schema_.objects.push_back(c.object);
    sort_objects();
  }
  void operator()(const DropObject& c) { erase_object(c.object); }
  void operator()(const ReplaceObject& c) {
    erase_object(c.from);
    schema_.objects.push_back(c.to);
    sort_objects();
  }
  void operator()(const AlterRights& c) {
    if (c.kind == "table") {
      table(c.name).rights = c.to;
    } else if (c.kind == "enum") {
      named(schema_.enums, c.name).rights = c.to;
    } else {
      const auto object =
          std::find_if(schema_.objects.begin(), schema_.objects.end(), [&](const Object& other) {
            return other.kind == c.kind && other.name == c.name && other.signature == c.signature;
          });
      if (object == schema_.objects.end()) misfit(change_, "it is not there");
      object->rights = c.to;
    }
  }

 private:
  Table& table(const TableName& name) {
    Table* found = schema_.find_table(name);
    if (found == nullptr) misfit(change_, "there is no table " + name.display());
    return *found;
  }
  Column& column(const TableName& owner, const std::string& name) {
    const auto index = table(owner).column_index(name);
    if (!index) misfit(change_, "there is no column " + name);
    return table(owner).columns[*index];
  }

  template <class T>
  void insert(std::vector<T>& items, T item) {
    const auto by_name = [](const T& a, const T& b) { return a.name < b.name; };
    items.insert(std::upper_bound(items.begin(), items.end(), item, by_name), std::move(item));
  }
  template <class T>
  void remove(std::vector<T>& items, const TableName& name) {
    const auto it =
        std::find_if(items.begin(), items.end(), [&](const T& item) { return item.name == name; });
    if (it == items.end()) misfit(change_, "it is not there");
    items.erase(it);
  }

  template <class T>
  void add(const TableName& owner, std::vector<T> Table::*items, const T& item) {
    Table& target = table(owner);
    auto& list = target.*items;
    const bool taken =
        !item.name.empty() && std::any_of(list.begin(), list.end(),
                                          [&](const T& other) { return other.name == item.name; });
    if (taken) misfit(change_, "the name is taken");
    list.push_back(item);
  }
  template <class T>
  void drop(const TableName& owner, std::vector<T> Table::*items, const T& item) {
    auto& list = table(owner).*items;
    const auto it = std::find_if(list.begin(), list.end(), [&](const T& other) {
      return item.name.empty() ? other == item : other.name == item.name;
    });
    if (it == list.end()) misfit(change_, "it is not there");
    list.erase(it);
  }
  template <class T>
  void rename(std::vector<T>& list, const RenameConstraint& c) {
    named(list, c.from).name = c.to;
  }

  template <class T, class Name>
  T& named(std::vector<T>& list, const Name& name) {
    const auto it =
        std::find_if(list.begin(), list.end(), [&](const T& item) { return item.name == name; });
    if (it == list.end()) misfit(change_, "it is not there");
    return *it;
  }
  template <class T>
  void comment(std::vector<T>& list, const AlterComment& c) {
    named(list, c.name).comment = c.to;
  }

  template <class Use>
  void for_all_objects(Use use) {
    std::for_each(schema_.objects.begin(), schema_.objects.end(), use);
    std::for_each(schema_.unmanaged.begin(), schema_.unmanaged.end(), use);
  }
  static void rename_in(Object& object, const std::string& from, const std::string& to) {
    // Its text is its module's business.
    if (object.kind == "virtual table") return;
    object.sql = rename_in_sql(object.sql, from, to);
    for (std::string& statement : object.then)
      statement = rename_in_sql(statement, from, to);
  }

  static void rename_column(Table& owner, const std::string& from, const std::string& to) {
    const auto in = [&](std::vector<std::string>& names) {
      std::replace(names.begin(), names.end(), from, to);
    };
    const auto in_sql = [&](std::string& sql) {
      if (!sql.empty()) sql = rename_in_sql(sql, from, to);
    };
    // Columns that a key includes or sets, and those that a table is partitioned by.
    const auto in_options = [&](Options& options) {
      for (const char* word :
           {"include", "set_columns", "partition_by", "local", "period", "system_period", "keys"}) {
        const auto found = options.find(word);
        if (found != options.end()) in_sql(found->second);
      }
    };
    if (owner.primary_key) {
      in(owner.primary_key->columns);
      in_options(owner.primary_key->options);
    }
    for (Unique& unique : owner.uniques) {
      in(unique.columns);
      in_options(unique.options);
    }
    for (ForeignKey& key : owner.foreign_keys) {
      in(key.columns);
      in_options(key.options);
    }
    in_options(owner.options);
    for (Check& check : owner.checks)
      in_sql(check.sql);
    for (Column& column : owner.columns) {
      if (column.generated) in_sql(column.generated->sql);
      if (column.default_sql) column.default_sql = rename_in_default(*column.default_sql, from, to);
    }
    for (Index& index : owner.indexes) {
      in(index.include);
      in_sql(index.where);
      for (IndexKey& key : index.keys) {
        if (key.column == from) key.column = to;
        in_sql(key.sql);
      }
    }
  }

  /// True if a trigger may mean another table's column of the same name.
  bool is_ambiguous(std::string_view sql, const RenameColumn& c) const {
    return std::any_of(schema_.tables.begin(), schema_.tables.end(), [&](const Table& other) {
      return other.name != c.table && other.find_column(c.from) != nullptr &&
             names_in_sql(sql, other.name.name);
    });
  }

  void sort_objects() {
    std::stable_sort(schema_.objects.begin(), schema_.objects.end(),
                     [](const Object& a, const Object& b) {
                       return std::tie(a.kind, a.name, a.table, a.signature) <
                              std::tie(b.kind, b.name, b.table, b.signature);
                     });
  }
  void erase_object(const Object& object) {
    const auto it = std::find_if(schema_.objects.begin(), schema_.objects.end(),
                                 [&](const Object& other) { return other.is_same_thing(object); });
    if (it == schema_.objects.end()) misfit(change_, "it is not there");
    schema_.objects.erase(it);
  }

  Schema& schema_;
  const Change& change_;
};

}  // namespace

void apply(Schema& schema, const Change& change) {
  std::visit(Applier(schema, change), change);
}

}  // namespace covet::schema
