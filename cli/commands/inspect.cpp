#include <ostream>

#include <CLI/CLI.hpp>
#include <fmt/core.h>

#include "cli/change_screen.h"
#include "cli/commands/commands.h"
#include "cli/file_globs.h"
#include "cli/plan_sql.h"
#include "cli/schema_json.h"
#include "cli/session.h"
#include "core/base/file.h"
#include "core/base/strings.h"
#include "schema/diff.h"
#include "schema/merge_models.h"
#include "schema/to_toml.h"

namespace covet::cli {
namespace fs = std::filesystem;
namespace {

struct OutputFile {
  fs::path path;
  std::string text;
};

/// The folder's or the database's own name, for a file: "/data/dev.db" → "dev".
std::string file_stem(const Session& session) {
  const std::string stem = fs::path(session.target().url.database).stem().string();
  return stem.empty() || stem == ":memory:" ? "database" : stem;
}

class Inspect : public Command {
 public:
  CommandInfo info() const override {
    return {"inspect", "", "Write the models of a live database", Group::start};
  }

  void define(CLI::App& app) override {
    app.add_option("--write", write_, "Write into this file or folder instead of standard output")
        ->type_name("PATH");
    app.add_flag("--split", split_, "With --write: one file a table");
    app.add_flag("--force", force_,
                 "With --write: write files anew instead of changing what differs in them");
    app.add_option("--format", format_, "What to write")
        ->type_name("FORMAT")
        ->check(CLI::IsMember({"toml", "sql", "json"}));
    app.add_flag("--rights", rights_, "Owners and grants too");
    app.add_option("--tables", tables_, "Only tables that match this glob; may be repeated")
        ->type_name("GLOB")
        ->allow_extra_args(false);
  }

  ExitCode run(Context& context) override {
    const std::string format = context.globals.json ? "json" : format_;
    if (split_ && (write_.empty() || format != "toml")) {
      throw Error(Errc::usage, "--split needs --write FOLDER and the format toml",
                  "covet inspect --write schema --split");
    }
    Project project = load_project(context);
    if (!tables_.empty()) project.config.only = tables_;
    if (rights_) ask_for_rights(project);
    Session session = open_session(context, project, Access::read_only);
    schema::Scope scope = session.scope();
    scope.all_schemas = scope.schemas.empty();
    const schema::Schema schema = session.backend().inspector.inspect(session.connection(), scope);
    for (const schema::Object& object : schema.unmanaged) {
      const std::string on = object.table.empty() ? "" : " on " + object.table;
      context.warn(fmt::format("not carried: {} {}{} (covet-limits(7) says why)", object.kind,
                               object.name.display(), on));
    }
    if (write_.empty()) {
      context.out << text_of(session, schema, format) << std::flush;
      if (format == "toml") context.next({{"covet inspect --write schema", "put it into files"}});
    } else if (const auto given = given_models(context); !given.empty() && format == "toml") {
      merge(context, session, given);
    } else {
      write_files(context, session, schema, format);
    }
    return ExitCode::ok;
  }

 private:
  static void ask_for_rights(Project& project) {
    project.config.rights = true;
    for (auto& [name, environment] : project.config.environments)
      environment.rights.reset();
  }

  static std::string text_of(const Session& session, const schema::Schema& schema,
                             std::string_view format) {
    if (format == "toml") return schema::to_toml_text(schema, session.ddl());
    if (format == "sql") {
      schema::Schema empty;
      const auto changes =
          schema::order(schema::diff(empty, schema), empty, session.backend().dialect.facts());
      return plan_sql(schema::plan(empty, changes, session.ddl()), session.backend().dialect);
    }
    JsonObject document = json_document();
    document.add("database", session.target().shown).add("engine", session.backend().engine);
    add_schema(document, schema);
    return document.text();
  }

  std::vector<OutputFile> files_for(const Context& context, const Session& session,
                                    const schema::Schema& schema, const std::string& format) const {
    const fs::path path = target_path(context);
    std::vector<OutputFile> files;
    if (split_) {
      for (schema::TomlPart& part : schema::to_toml(schema, session.ddl())) {
        const std::string stem = part.handle.empty() ? "_types" : part.handle;
        files.push_back({path / (stem + ".toml"), std::move(part.text)});
      }
      return files;
    }
    const bool is_file = path.extension() == "." + format && !fs::is_directory(path);
    files.push_back({is_file ? path : path / (file_stem(session) + "." + format),
                     text_of(session, schema, format)});
    return files;
  }

  fs::path target_path(const Context& context) const {
    return (context.folder / write_).lexically_normal();
  }

  /// The model files that are there already; none with --force.
  std::vector<model::SourceText> given_models(const Context& context) const {
    if (force_) return {};
    const fs::path path = target_path(context);
    std::vector<fs::path> paths;
    if (fs::is_directory(path)) {
      paths = files_matching(path, "**/*.toml");
    } else if (fs::exists(path)) {
      paths = {path};
    }
    std::vector<model::SourceText> files;
    for (const fs::path& file : paths)
      files.push_back({context.shown(file), read_file(file)});
    return files;
  }

  void merge(const Context& context, Session& session,
             const std::vector<model::SourceText>& given) const {
    const model::ModelSet models = model::parse_models(given);
    const schema::Comparison comparison = compare_models(context, session, models);
    const fs::path folder = target_path(context);
    const bool one_each = split_ || (given.size() > 1 && fs::is_directory(folder));
    const std::vector<model::SourceText> merged = schema::merge_models(
        {.files = given,
         .models = models,
         .wanted = comparison.wanted,
         .live = comparison.live,
         .ddl = session.ddl(),
         .new_file = [&](const std::string& handle) {
           return one_each ? context.shown(folder / (handle + ".toml")) : std::string();
         }});
    std::size_t changed = 0;
    for (std::size_t i = 0; i < merged.size(); ++i) {
      if (i < given.size() && given[i].text == merged[i].text) continue;
      write_file(context.folder / merged[i].file, merged[i].text);
      context.say(fmt::format("  {} {}", i < given.size() ? "Changed" : "Wrote", merged[i].file));
      ++changed;
    }
    context.say(changed == 0 ? "The models say all that already; nothing was written."
                             : fmt::format("{} in {}.", changes_summary(comparison.changes),
                                           count_of(changed, "file")));
    context.next({{"covet diff", "models and database should be equal"}});
  }

  void write_files(const Context& context, const Session& session, const schema::Schema& schema,
                   const std::string& format) const {
    const std::vector<OutputFile> files = files_for(context, session, schema, format);
    for (const OutputFile& file : files) {
      if (fs::exists(file.path) && !force_ && read_file(file.path) != file.text) {
        throw Error(Errc::usage,
                    fmt::format("{} exists and says something else", context.shown(file.path)),
                    "pass --force to replace it, or --write another path");
      }
    }
    for (const OutputFile& file : files) {
      make_folders(file.path.parent_path());
      write_file(file.path, file.text);
      context.say(fmt::format("  Wrote {}", context.shown(file.path)));
    }
    context.say(fmt::format("{} in {}.", count_of(schema.tables.size(), "table"),
                            count_of(files.size(), "file")));
    context.next({{"covet diff", "models and database should be equal"}});
  }

  std::string write_;
  std::string format_ = "toml";
  std::vector<std::string> tables_;
  bool rights_ = false;
  bool split_ = false;
  bool force_ = false;
};

}  // namespace

std::unique_ptr<Command> inspect_command() {
  return std::make_unique<Inspect>();
}

}  // namespace covet::cli
