#include <algorithm>
#include <ostream>

#include <CLI/CLI.hpp>
#include <fmt/core.h>

#include "cli/commands/commands.h"
#include "cli/json.h"
#include "cli/run_migrations.h"
#include "cli/session.h"
#include "cli/table.h"
#include "core/base/hints.h"
#include "core/base/strings.h"
#include "migrations/tags.h"

namespace covet::cli {
namespace {

using migrations::Applied;

class TagCommand : public Command {
 public:
  CommandInfo info() const override {
    return {"tag", "", "Give a version of the database a name", Group::repair};
  }

  void define(CLI::App& app) override {
    auto* name = app.add_option("name", name_, "The tag, as in v1.4")->type_name("NAME");
    app.add_option("version", version_, "What it marks; the version applied last unless given")
        ->type_name("VERSION")
        ->needs(name);
    auto* list = app.add_flag("--list", list_, "List the tags, as without NAME");
    app.add_flag("--delete", delete_, "Take the tag away")->excludes(list);
    add_lock_timeout(app, request_);
  }

  ExitCode run(Context& context) override {
    if (list_ && !name_.empty())
      throw Error(Errc::usage, "--list takes no NAME", "drop one of them");
    if (delete_ && (name_.empty() || !version_.empty())) {
      throw Error(Errc::usage, "--delete takes a NAME, and nothing else",
                  "for example: covet tag --delete v1.4");
    }
    if (!name_.empty() && !delete_) migrations::check_tag_name(name_);
    if (!version_.empty() && !migrations::is_version(version_)) {
      throw Error(Errc::usage, fmt::format("`{}` is not a version", version_),
                  "covet status lists the versions");
    }
    const Project project = load_project(context);
    if (name_.empty()) return list(context, project);
    return change(context, project);
  }

 private:
  static ExitCode list(const Context& context, const Project& project) {
    Session session = open_session(context, project, Access::read_only);
    const std::vector<migrations::Tag> tags = migrations::tags_in(session.history().read());
    if (context.globals.json) {
      JsonArray array;
      for (const migrations::Tag& tag : tags)
        array.add(tag_json(tag.name, tag.row));
      context.out
          << json_document().add("database", session.target().shown).add("tags", array).text();
      return ExitCode::ok;
    }
    Table table({{""}, {""}, {""}, {""}});
    for (const migrations::Tag& tag : tags) {
      table.add({tag.name, tag.row.version.text(), replace_all(tag.row.name, "_", " "),
                 context.shown(tag.row.applied_at)});
    }
    context.out << table.text(context.out_style, 0) << std::flush;
    if (tags.empty()) context.say("No tags yet.");
    context.next({tags.empty() ? Context::Step{"covet tag v1", "marks the version applied last"}
                               : Context::Step{"covet rollback --dry-run --to " + tags.back().name,
                                               "what going back to it would do"}});
    return ExitCode::ok;
  }

  ExitCode change(Context& context, const Project& project) const {
    Session session = open_session(context, project, Access::read_write);
    // What can't be is said before anything is made.
    changed_row(session.history().read());
    const Interrupts::Shield shield(context.interrupts);
    const auto lock = lock_database(context, project, session, request_);
    session.history().ensure();
    const Applied row = changed_row(session.history().read());
    session.history().set_tags(row.version, row.tags);
    if (context.globals.json) {
      JsonObject document = json_document();
      document.add("database", session.target().shown).add("deleted", delete_);
      context.out << document.add("tag", tag_json(name_, row)).text();
    }
    if (delete_) {
      context.say(fmt::format("Took {} from {}.", name_, row.version.text()));
      context.next({{"covet tag --list", "those that are left"}});
    } else {
      context.say(fmt::format("Tagged {} {} as {}.", row.version.text(),
                              replace_all(row.name, "_", " "), name_));
      context.next({{"covet rollback --to " + name_, "comes back to it"}});
    }
    return ExitCode::ok;
  }

  /// The row as it is to be.
  Applied changed_row(const std::vector<Applied>& rows) const {
    if (delete_) {
      Applied row = migrations::find_tag(rows, name_).row;
      migrations::remove_tag(row, name_);
      return row;
    }
    for (const migrations::Tag& tag : migrations::tags_in(rows)) {
      if (tag.name != name_) continue;
      throw Error(Errc::usage, fmt::format("`{}` marks {} already", name_, tag.row.version.text()),
                  fmt::format("take it away first: covet tag --delete {}", name_));
    }
    Applied row = marked_row(rows);
    migrations::add_tag(row, name_);
    return row;
  }

  const Applied& marked_row(const std::vector<Applied>& rows) const {
    std::vector<std::string> versions;
    const Applied* last = nullptr;
    for (const Applied& row : rows) {
      const bool whole =
          row.state == migrations::State::applied || row.state == migrations::State::baseline;
      if (!whole || row.version.repeatable()) continue;
      if (!version_.empty() && row.version == migrations::Version(version_)) return row;
      versions.push_back(row.version.text());
      last = &row;
    }
    if (last == nullptr) {
      throw Error(Errc::usage, "no migration is applied to this database, so there is none to tag",
                  "run `covet migrate` first");
    }
    if (version_.empty()) return *last;
    const std::string hint = did_you_mean(version_, versions);
    throw Error(Errc::not_found, fmt::format("{} is not applied to this database", version_),
                hint.empty() ? "covet status lists what is" : hint);
  }

  static JsonObject tag_json(const std::string& name, const Applied& row) {
    JsonObject json;
    json.add("name", name).add("version", row.version.text()).add("migration", row.name);
    return json.add("applied_at", to_text(row.applied_at));
  }

  std::string name_;
  std::string version_;
  bool list_ = false;
  bool delete_ = false;
  RunRequest request_;
};

}  // namespace

std::unique_ptr<Command> tag_command() {
  return std::make_unique<TagCommand>();
}

}  // namespace covet::cli
