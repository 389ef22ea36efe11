#include <algorithm>

#include <CLI/CLI.hpp>
#include <fmt/core.h>

#include "cli/commands/commands.h"
#include "cli/session.h"
#include "core/base/file.h"
#include "core/base/strings.h"

namespace covet::cli {
namespace fs = std::filesystem;
namespace {

constexpr std::string_view example_model =
    R"(# One table to start from. `covet help types` lists what a field can be; `man covet-model` says all of it.
[models.users]
comment = "People who sign in"

[models.users.fields]
id         = { type = "BigInteger", primary_key = true, auto_increment = true }
email      = { type = "Email", unique = true, nullable = false }
name       = { type = "Char", max_length = 80 }
is_active  = { type = "Boolean", default = true, nullable = false }
created_at = { type = "DateTime", auto_now_add = true, nullable = false }
)";

constexpr std::string_view example_environment =
    "# Copy to .env, fill in, and export it (set -a; . ./.env) before you run covet.\n"
    "# DATABASE_URL=postgresql://user:password@localhost:5432/database\n";

constexpr std::string_view ignored[] = {".env",     "*.db",     "*.db-journal",
                                        "*.db-shm", "*.db-wal", "*.covet-lock"};

std::string project_name(const fs::path& folder) {
  const std::string name = folder.filename().string();
  std::string result;
  for (const char c : to_lower(name.empty() ? folder.parent_path().filename().string() : name)) {
    const bool plain = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_' || c == '-';
    result += plain ? c : '_';
  }
  return result.empty() ? "project" : result;
}

std::string toml_string(const std::string& text) {
  return '"' + replace_all(replace_all(text, "\\", "\\\\"), "\"", "\\\"") + '"';
}

std::string config_text(const fs::path& folder, const std::string& url) {
  return fmt::format(R"(# `man covet.toml` lists every setting.
[project]
name = {}
schema = ["schema/**/*.toml"]
migrations = "migrations"
default_env = "dev"

[env.dev]
url = {}

# [env.production]
# url = "${{DATABASE_URL:?set it to the production database}}"
# protected = true
# lock_timeout = "5s"
)",
                     toml_string(project_name(folder)), toml_string(url));
}

class Init : public Command {
 public:
  CommandInfo info() const override {
    return {"init", "", "Set up a project in this folder", Group::start};
  }

  void define(CLI::App& app) override {
    app.add_flag("--force", force_, "Write the files anew, also where they exist");
  }

  ExitCode run(Context& context) override {
    const fs::path& folder = context.folder;
    const std::string url = url_for_file(context);
    write(context, "covet.toml", config_text(folder, url), "project settings, environments");
    write(context, "schema/example.toml", example_model, "one table to start from");
    make_folder(context, "migrations");
    write(context, ".env.example", example_environment, "where a URL with a password goes");
    ignore_files(context);
    context.say("");
    context.next({{"covet make \"create users\"", "edit schema/example.toml first"},
                  {"covet inspect --write schema", "if you have a database already"}});
    return ExitCode::ok;
  }

 private:
  /// What covet.toml says of the default environment; never a password.
  static std::string url_for_file(const Context& context) {
    const std::string& text = context.globals.url;
    if (text.empty()) return "sqlite:dev.db";
    const Url url = parse_url(text);
    backend_for(url);
    if (url.masked() == url.text()) return text;
    context.note(
        "the URL holds a password, which doesn't go into covet.toml: export DATABASE_URL instead");
    return "${DATABASE_URL:?set it to the development database}";
  }

  static void tell(const Context& context, std::string_view what, std::string_view file,
                   std::string_view remark) {
    context.say(
        fmt::format("  {:<9} {:<22} {}", what, file, context.err_style.paint(Colour::dim, remark)));
  }

  void write(const Context& context, const fs::path& file, std::string_view content,
             std::string_view remark) const {
    const fs::path path = context.folder / file;
    const bool exists = fs::exists(path);
    if (exists && !force_) return tell(context, "unchanged", file.string(), remark);
    make_folders(path.parent_path());
    write_file(path, content);
    tell(context, exists ? "Replaced" : "Created", file.string(), remark);
  }

  static void make_folder(const Context& context, const fs::path& folder) {
    const bool made = !fs::is_directory(context.folder / folder);
    make_folders(context.folder / folder);
    tell(context, made ? "Created" : "unchanged", folder.string() + "/", "migrations go here");
  }

  static void ignore_files(const Context& context) {
    const fs::path path = context.folder / ".gitignore";
    std::string text = fs::exists(path) ? read_file(path) : "";
    const std::vector<std::string> lines = split(text, '\n');
    std::vector<std::string> added;
    for (const std::string_view line : ignored) {
      if (std::ranges::find(lines, line) == lines.end()) added.emplace_back(line);
    }
    if (added.empty()) return tell(context, "unchanged", ".gitignore", "what git leaves alone");
    if (!text.empty() && !text.ends_with('\n')) text += '\n';
    write_file(path, text + join(added, "\n") + "\n");
    tell(context, "Added", ".gitignore", join(added, " "));
  }

  bool force_ = false;
};

}  // namespace

std::unique_ptr<Command> init_command() {
  return std::make_unique<Init>();
}

}  // namespace covet::cli
