#include "cli/generate/man_files.h"

#include <algorithm>
#include <array>

#include "cli/generate/mdoc.h"
#include "cli/generate/prose.h"
#include "cli/generate/type_table.h"
#include "core/base/strings.h"
#include "core/model/default_factory.h"
#include "core/model/field_type.h"
#include "core/model/object_kind.h"
#include "core/model/validator.h"

namespace covet::cli::generate {
namespace {

constexpr std::string_view model_example = R"([models.users]
comment = "People who sign in"

[models.users.fields]
id         = { type = "BigInteger", primary_key = true, auto_increment = true }
email      = { type = "Email", unique = true, nullable = false }
bio        = "Text"
created_at = { type = "DateTime", auto_now_add = true }

[models.posts.fields]
id     = { type = "BigInteger", primary_key = true, auto_increment = true }
author = { type = "ForeignKey", to = "users", on_delete = "CASCADE" }
tags   = { type = "ManyToMany", to = "tags" }
title  = { type = "Char", max_length = 200, nullable = false }
status = { type = "Enum", choices = ["draft", "published"], default = "draft" }

[models.posts.indexes]
posts_feed_idx = { fields = ["author", "-id"], where = "status = 'published'" }

[models.posts.checks]
title_not_empty = "length(title) > 0"

[models.tags.fields]
id   = { type = "Integer", primary_key = true, auto_increment = true }
name = { type = "Char", max_length = 50, unique = true, nullable = false }
)";

using Entry = MdocEntry;

constexpr std::array model_options{
    Entry{"table, db_schema",
          "the table's name and schema; the name is the key in lower case unless said"},
    Entry{"comment", "kept in the database where it has comments"},
    Entry{"primary_key",
          "the fields of a composite key; else the field that says primary_key = true"},
    Entry{"renamed_from", "the old name, as long as the database still has it"},
    Entry{"abstract, extends",
          "a base has no table; its fields come first in the models that extend it"},
    Entry{"indexes, uniques, checks, foreign_keys",
          "sub-tables whose keys are the names in the database"},
    Entry{"triggers, rules, policies, exclusions, statistics",
          "sub-tables of what stands on the table and is carried as SQL; see below"},
    Entry{"owner, grants", "whose it is, and who may do what with it; see below"},
    Entry{"postgresql, mysql, mariadb, sqlite", "sub-tables of options that only this engine has"},
};

constexpr std::array object_options{
    Entry{
        "sql",
        "the whole CREATE statement, for all engines, or one for each: sql.postgresql; a view may "
        "say its query alone"},
    Entry{"name, db_schema", "where they are not the key and the default schema"},
    Entry{"args", "what tells overloaded functions apart: \"integer, text\""},
    Entry{"materialized", "of a view"},
    Entry{"comment", "kept in the database where it has comments"},
    Entry{"then", "statements that complete it: the index of a materialized view"},
    Entry{"depends_on", "names of what it needs and its SQL doesn't name"},
    Entry{"owner, grants", "as of a model; an enum has them too"},
    Entry{"kind, table, drop", "of [raw.x]: what it is, what it stands on, and how it goes"},
};

constexpr std::array rights_forms{
    Entry{"owner = \"app\"", "the role that owns it"},
    Entry{"grants = { reporting = [\"select\"], PUBLIC = [] }",
          "all that anybody but the owner may do, role by role; PUBLIC is everybody"},
    Entry{"\"all\"", "every privilege that there is of such a thing"},
    Entry{"\"update (price, stock)\"", "of these fields alone (of a view: of these columns)"},
    Entry{"\"select with grant option\"", "and to grant it on"},
    Entry{"\"sequence usage (id)\"", "of the sequence that this field draws from"},
};

constexpr std::array field_options{
    Entry{"primary_key, unique, nullable, db_index",
          "nullable is true unless said; a key never is"},
    Entry{"default", "a value, or an expression: { sql = \"now()\" }"},
    Entry{"db_column",
          "the column's name; of a relation it is the field's name with _id unless said"},
    Entry{"choices, enforce",
          "allowed values; a check in the database on Enum, elsewhere with enforce = true"},
    Entry{"generated, stored", "an expression that the database computes the column from"},
    Entry{"db_type", "overrides the column's type: a text, or one for each engine"},
    Entry{"renamed_from", "the field's old column, as long as the database still has it"},
    Entry{"comment", "kept in the database where it has comments"},
    Entry{"validators",
          "a list of what the library holds a value to, see below; never causes a migration"},
    Entry{"default_factory",
          "what the library fills a new row with, see below; never causes a migration"},
    Entry{"editable", "with false, the library takes no value from a person; no migration either"},
    Entry{"verbose_name, help_text, related_name", "never cause a migration"},
    Entry{"postgresql, mysql, mariadb, sqlite",
          "options of the column that only this engine has: { storage = \"external\" }"},
};

std::string types() {
  std::string text = ".Bl -tag -width Ds\n";
  for (const model::FieldTypeInfo& type : model::field_types()) {
    text += ".It Cm " + std::string(type.name) + "\n" + mdoc_line(type.summary);
    if (!type.options.empty()) {
      text += ".Pp\n" +
              mdoc_line("Options: " + replace_all(std::string(type.options), " ", ", ") + ".");
    }
  }
  return text + ".El\n";
}

std::string rights() {
  return mdoc_line(
             "Only where covet.toml says `rights = true` (or `covet inspect "
             "--rights` asks), owners and grants are read, compared and changed. What a model "
             "doesn't say is left as it is; `grants = {}` says that nobody but the owner may do "
             "anything. Roles belong to the server: covet makes none. What ALTER DEFAULT "
             "PRIVILEGES "
             "gives of a new thing beside that, the next diff shows. On MySQL and MariaDB the "
             "owner of "
             "a view, trigger, routine or event is its definer, \"user@host\" (\"role@\" for a "
             "role). What an engine doesn't have is left out, with a note.") +
         mdoc_tagged_list(rights_forms);
}

std::string validator_table() {
  std::string text = ".Bl -tag -width Ds\n";
  for (const model::ValidatorInfo& validator : model::validators())
    text += ".It Li " + mdoc_text(validator.example) + "\n" + mdoc_line(validator.summary);
  text +=
      ".El\n.Pp\n" +
      mdoc_line(
          "Each may say its own words: { slug = true, message = \"…\" }. The values behind min, "
          "max and range are numbers, or dates and times of such a field. Email and URL fields "
          "are held to email and url by themselves. An Array's items have validators of their "
          "own: items = { type = \"Text\", validators = [\"slug\"] }.");
  text += ".Ss Default factories\n.Bl -tag -width Ds\n";
  for (const model::FactoryInfo& factory : model::factories())
    text += ".It Li " + mdoc_text(factory.name) + "\n" + mdoc_line(factory.summary);
  return text + ".El\n";
}

std::string object_sections() {
  std::vector<std::string> beside, on_tables;
  for (const model::ObjectKind& kind : model::object_kinds()) {
    std::vector<std::string>& list = kind.on_a_table ? on_tables : beside;
    const std::string section = (kind.on_a_table ? "[models.x." : "[") + std::string(kind.section) +
                                (kind.on_a_table ? ".y]" : ".x]");
    if (std::ranges::find(list, section) == list.end()) list.push_back(section);
  }
  return mdoc_line(
             "What has no fields is carried as SQL, in the spelling of its engine: " +
             join(beside, ", ") + "; on a table or view " + join(on_tables, ", ") +
             "; and [raw.x] for everything else. Each is created behind what its text names.") +
         mdoc_tagged_list(object_options);
}

}  // namespace

Page model_page() {
  std::string text = mdoc_head("covet-model", 5, "model files of covet");
  text += ".Sh DESCRIPTION\n";
  text += mdoc_line(
      "Model files are TOML. Each [models.x] describes one table, each line of [models.x.fields] "
      "one "
      "column, in the order in which the table has them. All files that project.schema of "
      "covet.toml "
      "matches are read together.");
  text += ".Ss Models\n" + mdoc_tagged_list(model_options);
  text += ".Ss Options of every field\n" + mdoc_tagged_list(field_options);
  text += ".Ss Types\n" + types();
  text += ".Ss Validators\n" + validator_table();
  text += ".Ss What a type becomes\n" + type_table();
  text += ".Ss Views, functions, triggers and their like\n" + object_sections();
  text += ".Ss Owners and grants\n" + rights();
  text += ".Sh EXAMPLES\n" + mdoc_display(model_example);
  return {"covet-model.5",
          text + ".Sh SEE ALSO\n.Xr covet 1 ,\n.Xr covet-migration 5 ,\n.Xr covet.toml 5\n"};
}

Page config_page() {
  std::string text =
      mdoc_head("covet.toml", 5, "settings of a covet project") + ".Sh DESCRIPTION\n";
  for (const Topic& topic : topics()) {
    if (topic.name == "config") text += mdoc_display(topic.text);
  }
  return {"covet.toml.5", text + ".Sh SEE ALSO\n.Xr covet 1 ,\n.Xr covet-model 5\n"};
}

}  // namespace covet::cli::generate
