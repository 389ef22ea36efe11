#include "cli/project.h"

#include <algorithm>

#include <fmt/core.h>

#include "cli/file_globs.h"
#include "core/base/file.h"
#include "core/base/strings.h"

namespace covet::cli {
namespace fs = std::filesystem;
namespace {

std::vector<fs::path> model_files(const Project& project) {
  std::vector<fs::path> files;
  for (std::string pattern : project.config.schema_globs) {
    // A folder alone means what lies in it.
    if (fs::is_directory(project.config.root / pattern)) pattern += "/**/*.toml";
    for (fs::path& file : files_matching(project.config.root, pattern))
      files.push_back(std::move(file));
  }
  std::ranges::sort(files);
  files.erase(std::unique(files.begin(), files.end()), files.end());
  return files;
}

}  // namespace

Project load_project(const Context& context) {
  if (!context.globals.config.empty()) {
    const fs::path file = context.folder / context.globals.config;
    if (!fs::exists(file)) {
      throw Error(Errc::config, fmt::format("no file {}", context.shown(file)),
                  "-c names a covet.toml");
    }
    return {config::load_config(file.lexically_normal())};
  }
  if (const auto file = config::find_config(context.folder)) return {config::load_config(*file)};
  Project project;
  project.config.root = context.folder;
  return project;
}

model::ModelSet load_models(const Context& context, const Project& project) {
  const std::vector<fs::path> files = model_files(project);
  if (files.empty()) {
    throw Error(Errc::config,
                fmt::format("no model files: nothing matches {} in {}",
                            join(project.config.schema_globs, ", "), project.config.root.string()),
                project.has_file()
                    ? "write one, or let `covet inspect --write schema` do it"
                    : "there is no covet.toml here or above: run `covet init`, or use -C DIR");
  }
  std::vector<model::SourceText> texts;
  for (const fs::path& file : files) {
    constexpr std::size_t limit = std::size_t{16} << 20U;
    texts.push_back({context.shown(file), read_file(file, limit)});
  }
  return model::parse_models(texts);
}

model::ModelSet models_if_any(const Context& context, const Project& project) {
  if (model_files(project).empty()) return {};
  try {
    return load_models(context, project);
  } catch (const Error& error) {
    if (error.code() != Errc::model) throw;
    context.warn(
        "the models have faults (covet check shows them), so steps of migrations are read "
        "by the names of the database alone");
    return {};
  }
}

std::string models_display(const Context& context, const Project& project) {
  const std::vector<fs::path> files = model_files(project);
  if (files.size() == 1) return context.shown(files.front());
  return fmt::format("{} ({})", join(project.config.schema_globs, ", "),
                     count_of(files.size(), "file"));
}

}  // namespace covet::cli
