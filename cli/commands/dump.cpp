#include "core/record/dump.h"

#include <algorithm>
#include <ostream>

#include <CLI/CLI.hpp>
#include <fmt/core.h>

#include "cli/commands/commands.h"
#include "cli/json.h"
#include "cli/row_progress.h"
#include "cli/session.h"
#include "cli/whole_file.h"
#include "core/base/file.h"
#include "core/base/strings.h"
#include "core/db/transaction.h"
#include "core/model/find_model.h"
#include "core/record/csv.h"
#include "core/record/fixture.h"
#include "core/record/transfer.h"

namespace covet::cli {
namespace fs = std::filesystem;
namespace {

class Dump : public Command {
 public:
  CommandInfo info() const override {
    return {"dump", "", "Write the rows of the models, for covet load", Group::look};
  }

  void define(CLI::App& app) override {
    app.add_option("model", wanted_, "These models only, or junctions: post.authors")
        ->type_name("MODEL");
    app.add_option("-o,--out", folder_, "A file a model into this folder, not standard output")
        ->type_name("DIR");
    app.add_option("--format", format_, "How rows are written")
        ->type_name("FORMAT")
        ->check(CLI::IsMember({"jsonl", "csv", "toml"}));
  }

  ExitCode run(Context& context) override {
    const Project project = load_project(context);
    const model::ModelSet models = record::with_junctions(load_models(context, project));
    const record::Models chosen = record::in_order(choose(models), record::references_of(models));
    if (folder_.empty() && csv() && chosen.size() > 1) {
      throw Error(Errc::usage, "CSV of several models doesn't fit into one stream",
                  "name one model, or a folder with -o DIR");
    }
    if (!folder_.empty()) refuse_others(context, chosen);
    Session session = open_session(context, project, Access::read_only);
    Transaction moment(session.connection(), record::dump_transaction());
    std::vector<std::pair<std::string, std::uint64_t>> counts;
    {
      // Rows on the same terminal would stand between its lines.
      Context quiet = context;
      quiet.globals.quiet = context.globals.quiet || (folder_.empty() && context.terminal.out);
      RowProgress progress(quiet);
      std::uint64_t all = 0;
      for (const model::Model* const model : chosen) {
        const std::uint64_t rows =
            write(context, session, models, *model, [&] { progress.at(model->handle, ++all); });
        counts.emplace_back(model->handle, rows);
      }
    }
    moment.commit();
    context.out << std::flush;
    tell(context, counts);
    return ExitCode::ok;
  }

 private:
  bool csv() const { return format_ == "csv"; }

  fs::path path_of(const Context& context, const model::Model& model) const {
    return context.folder / folder_ / (model.handle + "." + format_);
  }

  /// All, or those that were named with the junctions between them.
  record::Models choose(const model::ModelSet& models) const {
    for (const std::string& name : wanted_)
      model::find_model(models, name);
    const auto named = [this](const std::string& handle) {
      return wanted_.empty() || std::ranges::find(wanted_, handle) != wanted_.end();
    };
    record::Models chosen;
    for (const model::Model& model : models.models) {
      const bool junction = model.handle.find('.') != std::string::npos;
      const bool between = junction && std::ranges::all_of(model.fields, [&](const auto& end) {
                             return named(end.to);
                           });
      if (between || named(model.handle)) chosen.push_back(&model);
    }
    return chosen;
  }

  void refuse_others(const Context& context, const record::Models& chosen) const {
    for (const model::Model* const model : chosen) {
      const fs::path path = path_of(context, *model);
      if (!fs::exists(path)) continue;
      throw Error(Errc::usage, context.shown(path) + " is there already",
                  "name another folder, or move it away");
    }
    make_folders(context.folder / folder_);
  }

  std::uint64_t write(const Context& context, Session& session, const model::ModelSet& models,
                      const model::Model& model, const std::function<void()>& written) const {
    std::optional<WholeFile> file;
    if (!folder_.empty()) file.emplace(path_of(context, model));
    const auto put = [&](const std::string& text) {
      if (file) {
        file->write(text);
      } else {
        context.out << text;
      }
    };
    const std::vector<std::string> fields = record::dumped_fields(model);
    if (csv()) put(record::csv_line({fields.begin(), fields.end()}));
    const std::uint64_t rows =
        record::dump_rows(models, model, session.connection(), [&](const std::vector<Value>& row) {
          put(format_ == "toml" ? record::dump_fixture(model, fields, row)
              : csv()           ? record::dump_csv(row)
                                : record::dump_json(model, fields, row) + "\n");
          written();
        });
    if (file) file->keep();
    return rows;
  }

  void tell(const Context& context,
            const std::vector<std::pair<std::string, std::uint64_t>>& counts) const {
    std::uint64_t all = 0;
    JsonArray written;
    for (const auto& [model, rows] : counts) {
      all += rows;
      written.add(JsonObject().add("model", model).add("rows", rows));
      context.detail(fmt::format("{}: {}", model, count_of(rows, "row")));
    }
    if (!folder_.empty() && context.globals.json)
      context.out << json_document().add("dumped", written).text();
    context.say(fmt::format("Dumped {} of {}{}.", count_of(all, "row"),
                            count_of(counts.size(), "model"),
                            folder_.empty() ? "" : " to " + folder_));
    if (!folder_.empty()) {
      context.next({{"covet load " + folder_ + " --url URL",
                     "brings them into another database with these tables"}});
    }
  }

  std::vector<std::string> wanted_;
  std::string folder_;
  std::string format_ = "jsonl";
};

}  // namespace

std::unique_ptr<Command> dump_command() {
  return std::make_unique<Dump>();
}

}  // namespace covet::cli
