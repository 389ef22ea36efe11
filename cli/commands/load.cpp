#include "core/record/load.h"

#include <algorithm>
#include <cstdlib>
#include <fstream>
#include <ostream>

#include <CLI/CLI.hpp>
#include <fmt/core.h>
#include <unistd.h>

#include "cli/approve.h"
#include "cli/commands/commands.h"
#include "cli/load_screen.h"
#include "cli/session.h"
#include "core/base/strings.h"

namespace covet::cli {
namespace fs = std::filesystem;
namespace {

/// Standard input as a file, since rows are read twice. It goes when this does.
class InputFile {
 public:
  explicit InputFile(std::istream& in) : path_(fs::temp_directory_path() / "covet-load-XXXXXX") {
    std::string name = path_.string();
    const int descriptor = ::mkstemp(name.data());
    if (descriptor < 0) fail();
    ::close(descriptor);
    path_ = name;
    std::ofstream out(path_, std::ios::binary);
    if (in.peek() != std::istream::traits_type::eof()) out << in.rdbuf();
    out.close();
    if (out.fail()) {
      remove();
      fail();
    }
  }
  ~InputFile() { remove(); }
  InputFile(const InputFile&) = delete;
  InputFile& operator=(const InputFile&) = delete;

  const fs::path& path() const { return path_; }

 private:
  void remove() const {
    std::error_code ignored;
    fs::remove(path_, ignored);
  }
  [[noreturn]] void fail() const {
    throw Error(Errc::io, "can't keep standard input in " + path_.string(),
                "set TMPDIR to a folder with room, or name a file");
  }

  fs::path path_;
};

class LoadCommand : public Command {
 public:
  CommandInfo info() const override {
    return {"load", "", "Bring rows from files into the database", Group::look};
  }

  void define(CLI::App& app) override {
    app.add_option("path", paths_, "Files of rows, folders of them, or - for standard input")
        ->required()
        ->type_name("PATH");
    app.add_flag("--upsert", upsert_, "A row whose key is there already takes the new values");
    app.add_flag("--dry-run", dry_run_, "Read and validate the rows only");
  }

  ExitCode run(Context& context) override {
    const Project project = load_project(context);
    const model::ModelSet models = record::with_junctions(load_models(context, project));
    std::vector<std::string> named = paths_;
    std::optional<InputFile> input;
    std::erase(named, "-");
    std::vector<record::RowFile> files = record::row_files(context.folder, named);
    if (named.size() < paths_.size()) {
      input.emplace(context.in);
      files.push_back({input->path(), "standard input"});
    }
    record::Load load(models, std::move(files),
                      upsert_ ? record::Load::Taken::update : record::Load::Taken::fail,
                      context.clock);
    load.check();
    if (!dry_run_) write(context, project, load);
    tell_rows(context, load.counts(), dry_run_ ? "would_load" : "loaded",
              dry_run_ ? "Would load" : "Loaded");
    return ExitCode::ok;
  }

 private:
  void write(Context& context, const Project& project, record::Load& load) const {
    const Target target =
        resolve_target(context.globals, project.config, context.environment, context.folder);
    require_approval(context, target, {"load " + count_of(rows_of(load.counts()), "row"), {}});
    Session session(context, project, target, Access::read_write);
    try {
      load_showing(context, project, load, session.connection());
    } catch (Error& error) {
      if (error.code() != Errc::unique_violation || upsert_) throw;
      throw std::move(error).with_hint(
          "nothing was loaded; with --upsert a row whose key is there already takes the new "
          "values");
    }
  }

  std::vector<std::string> paths_;
  bool upsert_ = false;
  bool dry_run_ = false;
};

}  // namespace

std::unique_ptr<Command> load_command() {
  return std::make_unique<LoadCommand>();
}

}  // namespace covet::cli
