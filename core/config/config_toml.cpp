#include <algorithm>
#include <functional>
#include <optional>
#include <utility>

#include <toml++/toml.h>

#include "core/base/hints.h"
#include "core/base/source.h"
#include "core/base/strings.h"
#include "core/config/config.h"

namespace covet::config {
namespace {

constexpr const char* syntax_fault = "CV001";
constexpr const char* unknown_key = "CV002";
constexpr const char* wrong_type = "CV003";
constexpr const char* bad_value = "CV004";

std::string_view name_of(toml::node_type type) {
  switch (type) {
    case toml::node_type::table:
      return "a table";
    case toml::node_type::array:
      return "an array";
    case toml::node_type::string:
      return "a string";
    case toml::node_type::integer:
      return "an integer";
    case toml::node_type::floating_point:
      return "a number";
    case toml::node_type::boolean:
      return "a boolean";
    case toml::node_type::date:
    case toml::node_type::time:
    case toml::node_type::date_time:
      return "a date or time";
    case toml::node_type::none:
      break;
  }
  return "nothing";
}

/// One key of a table: its name, and what reads its value.
struct Entry {
  std::string name;
  std::function<void(const toml::key&, const toml::node&)> read;
};

class Reader {
 public:
  Reader(const Source& source, Config& config) : source_(source), config_(config) {}

  void read(const toml::table& root);
  std::vector<Diagnostic> faults() &&;

 private:
  using Reads = std::function<void(const toml::key&, const toml::node&)>;

  void project(const toml::table& table);
  void environment(const toml::key& name, const toml::table& table);
  void tuning(const std::string& section, const toml::table& table, Tuning& target);
  void lint(const toml::table& table);
  void audit(const toml::table& table);
  void check_default_env();

  void entries(const toml::table& table, const std::string& where, const std::vector<Entry>& known);
  template <class Use>
  void in_table(const toml::key& key, const toml::node& node, Use use);
  Reads text(std::string& target);
  Reads filled_text(std::string& target);
  Reads texts(std::vector<std::string>& target);
  template <class Flag>
  Reads flag(Flag& target);
  Reads duration(std::optional<std::chrono::milliseconds>& target);
  Reads tuned(std::string section, Tuning& target);

  std::optional<std::string> string_of(const toml::key& key, const toml::node& node,
                                       std::string_view wanted = "a string");
  std::optional<std::chrono::milliseconds> duration_of(const toml::key& key,
                                                       const toml::node& node);
  std::optional<int> count_of(const toml::key& key, const toml::node& node, int least);
  void mistyped(const toml::key& key, const toml::node& node, std::string_view wanted);
  void fault(const toml::node& node, const std::string& code, std::string message,
             std::string help);
  void fault(const toml::key& key, const std::string& code, std::string message, std::string help);

  const Source& source_;
  Config& config_;
  std::vector<Diagnostic> faults_;
  std::optional<toml::key> default_env_;
};

void Reader::read(const toml::table& root) {
  entries(root, "",
          {{"project",
            [this](const toml::key& key, const toml::node& node) {
              in_table(key, node, [this](const toml::table& table) { project(table); });
            }},
           {"env",
            [this](const toml::key& key, const toml::node& node) {
              in_table(key, node, [this](const toml::table& table) {
                for (const auto& [name, one] : table) {
                  in_table(name, one, [&, &key_of = name](const toml::table& settings) {
                    environment(key_of, settings);
                  });
                }
              });
            }},
           {"lint",
            [this](const toml::key& key, const toml::node& node) {
              in_table(key, node, [this](const toml::table& table) { lint(table); });
            }},
           {"audit", [this](const toml::key& key, const toml::node& node) {
              in_table(key, node, [this](const toml::table& table) { audit(table); });
            }}});
  for (auto& [name, environment] : config_.environments)
    if (environment.scratch_url.empty()) environment.scratch_url = config_.scratch_url;
  check_default_env();
}

std::vector<Diagnostic> Reader::faults() && {
  std::ranges::stable_sort(faults_, {}, [](const Diagnostic& one) {
    return std::pair(one.where.line, one.where.column);
  });
  return std::move(faults_);
}

void Reader::project(const toml::table& table) {
  std::string migrations = config_.migrations.string();
  entries(table, "[project]",
          {{"name", text(config_.project)},
           {"schema", texts(config_.schema_globs)},
           {"migrations", filled_text(migrations)},
           {"engines", texts(config_.engines)},
           {"default_env",
            [this](const toml::key& key, const toml::node& node) {
              default_env_ = key;
              filled_text(config_.default_env)(key, node);
            }},
           {"schemas", texts(config_.schemas)},
           {"ignore", texts(config_.ignore)},
           {"only", texts(config_.only)},
           {"history_table", filled_text(config_.history_table)},
           {"rights", flag(config_.rights)},
           {"scratch_url", text(config_.scratch_url)}});
  config_.migrations = migrations;
}

void Reader::environment(const toml::key& name, const toml::table& table) {
  EnvironmentSettings settings;
  settings.name = std::string(name.str());
  const toml::source_position at = name.source().begin;
  settings.where = {source_.file(), at.line, at.column, code_points(name.str())};
  entries(table, "[env." + settings.name + "]",
          {{"url", text(settings.url)},
           {"scratch_url", text(settings.scratch_url)},
           {"protected", flag(settings.is_protected)},
           {"connect_timeout", duration(settings.connect_timeout)},
           {"lock_timeout", duration(settings.lock_timeout)},
           {"statement_timeout", duration(settings.statement_timeout)},
           {"command_timeout", duration(settings.command_timeout)},
           {"lock_retry", duration(settings.lock_retry)},
           {"wal", flag(settings.wal)},
           {"rights", flag(settings.rights)},
           {"pool", tuned("pool", settings.tuning)},
           {"retry", tuned("retry", settings.tuning)},
           {"breaker", tuned("breaker", settings.tuning)},
           {"health", tuned("health", settings.tuning)}});
  config_.environments.emplace(settings.name, settings);
}

Reader::Reads Reader::tuned(std::string section, Tuning& target) {
  return
      [this, section = std::move(section), &target](const toml::key& key, const toml::node& node) {
        in_table(key, node, [&](const toml::table& table) { tuning(section, table, target); });
      };
}

void Reader::tuning(const std::string& section, const toml::table& table, Tuning& target) {
  std::vector<Entry> known;
  for (const TuningKey& one : tuning_keys()) {
    if (one.section != section) continue;
    known.push_back({std::string(one.name), [&](const toml::key& key, const toml::node& node) {
                       if (one.set_count != nullptr) {
                         if (const auto number = count_of(key, node, one.least))
                           one.set_count(target, *number);
                       } else if (const auto time = duration_of(key, node)) {
                         one.set_time(target, *time);
                       }
                     }});
  }
  entries(table, '[' + section + ']', known);
  try {
    check_tuning(target);
  } catch (const Error& error) {
    fault(*table.get(table.contains("min") ? "min" : "max"), bad_value, error.message(),
          error.hint());
  }
}

void Reader::lint(const toml::table& table) {
  entries(table, "[lint]", {{"fail_on", [this](const toml::key& key, const toml::node& node) {
                               const std::vector<std::string> known = {"error", "warning", "note"};
                               const auto value = string_of(key, node);
                               if (!value || std::ranges::count(known, *value) > 0) return;
                               fault(node, bad_value, "`fail_on` is none of " + join(known, ", "),
                                     did_you_mean(*value, known));
                             }}});
}

void Reader::audit(const toml::table& table) {
  AuditSettings& audit = config_.audit.emplace();
  entries(table, "[audit]",
          {{"models", texts(audit.models)},
           {"exclude", texts(audit.exclude)},
           {"masked", texts(audit.masked)},
           {"who", filled_text(audit.who)}});
}

void Reader::check_default_env() {
  if (!default_env_ || config_.environments.contains(config_.default_env)) return;
  std::vector<std::string> names;
  for (const auto& [name, environment] : config_.environments)
    names.push_back(name);
  std::string help = did_you_mean(config_.default_env, names);
  if (help.empty()) help = "add [env." + config_.default_env + "]";
  fault(*default_env_, bad_value, "there is no environment `" + config_.default_env + "`",
        std::move(help));
}

void Reader::entries(const toml::table& table, const std::string& where,
                     const std::vector<Entry>& known) {
  for (const auto& [key, node] : table) {
    const auto entry = std::ranges::find(known, key.str(), &Entry::name);
    if (entry != known.end()) {
      entry->read(key, node);
      continue;
    }
    std::vector<std::string> names;
    for (const Entry& one : known)
      names.push_back(one.name);
    std::string help = did_you_mean(key.str(), names);
    if (help.empty()) help = "known are: " + join(names, ", ");
    fault(key, unknown_key,
          "unknown key `" + std::string(key.str()) + '`' + (where.empty() ? "" : " in " + where),
          std::move(help));
  }
}

template <class Use>
void Reader::in_table(const toml::key& key, const toml::node& node, Use use) {
  if (const toml::table* table = node.as_table()) {
    use(*table);
  } else {
    mistyped(key, node, "a table");
  }
}

Reader::Reads Reader::text(std::string& target) {
  return [this, &target](const toml::key& key, const toml::node& node) {
    if (auto found = string_of(key, node)) target = std::move(*found);
  };
}

Reader::Reads Reader::filled_text(std::string& target) {
  return [this, &target](const toml::key& key, const toml::node& node) {
    auto found = string_of(key, node);
    if (!found) return;
    if (found->empty()) {
      fault(node, bad_value, '`' + std::string(key.str()) + "` is empty",
            "leave the line out for the default");
    } else {
      target = std::move(*found);
    }
  };
}

// A single string stands for a list of one.
Reader::Reads Reader::texts(std::vector<std::string>& target) {
  return [this, &target](const toml::key& key, const toml::node& node) {
    constexpr std::string_view wanted = "a string or an array of strings";
    std::vector<std::string> found;
    const auto add = [&](const toml::node& one) {
      auto value = string_of(key, one, wanted);
      if (value && value->empty()) {
        fault(one, bad_value, '`' + std::string(key.str()) + "` holds an empty string",
              "take it out");
      } else if (value) {
        found.push_back(std::move(*value));
      }
    };
    if (const toml::array* array = node.as_array()) {
      for (const toml::node& one : *array)
        add(one);
    } else {
      add(node);
    }
    target = std::move(found);
  };
}

template <class Flag>
Reader::Reads Reader::flag(Flag& target) {
  return [this, &target](const toml::key& key, const toml::node& node) {
    if (const auto* value = node.as_boolean()) {
      target = value->get();
    } else {
      mistyped(key, node, "true or false");
    }
  };
}

Reader::Reads Reader::duration(std::optional<std::chrono::milliseconds>& target) {
  return [this, &target](const toml::key& key, const toml::node& node) {
    if (const auto time = duration_of(key, node)) target = time;
  };
}

std::optional<std::chrono::milliseconds> Reader::duration_of(const toml::key& key,
                                                             const toml::node& node) {
  const auto value = string_of(key, node, "a duration in quotes, such as \"5s\"");
  if (!value) return std::nullopt;
  try {
    return parse_duration(*value);
  } catch (const Error& error) {
    fault(node, bad_value, error.message(), error.hint());
    return std::nullopt;
  }
}

std::optional<int> Reader::count_of(const toml::key& key, const toml::node& node, int least) {
  constexpr int most = 10'000;
  const auto* value = node.as_integer();
  if (value == nullptr) {
    mistyped(key, node, "an integer");
  } else if (value->get() < least || value->get() > most) {
    fault(node, bad_value, '`' + std::string(key.str()) + "` is out of range",
          "write a number from " + std::to_string(least) + " to " + std::to_string(most));
  } else {
    return static_cast<int>(value->get());
  }
  return std::nullopt;
}

std::optional<std::string> Reader::string_of(const toml::key& key, const toml::node& node,
                                             std::string_view wanted) {
  if (const auto* value = node.as_string()) return value->get();
  mistyped(key, node, wanted);
  return std::nullopt;
}

void Reader::mistyped(const toml::key& key, const toml::node& node, std::string_view wanted) {
  const std::string name(key.str());
  fault(node, wrong_type,
        '`' + name + "` must be " + std::string(wanted) + ", not " +
            std::string(name_of(node.type())),
        {});
}

void Reader::fault(const toml::node& node, const std::string& code, std::string message,
                   std::string help) {
  const toml::source_region& at = node.source();
  const bool one_line = at.end.line == at.begin.line && at.end.column > at.begin.column;
  const std::size_t length = one_line ? at.end.column - at.begin.column : 1;
  faults_.push_back(source_.at(at.begin.line, at.begin.column, length, code, std::move(message),
                               std::move(help)));
}

void Reader::fault(const toml::key& key, const std::string& code, std::string message,
                   std::string help) {
  const toml::source_position at = key.source().begin;
  faults_.push_back(source_.at(at.line, at.column, code_points(key.str()), code, std::move(message),
                               std::move(help)));
}

}  // namespace

Config parse_config(std::string_view text, const std::string& file_name) {
  const Source source(file_name, std::string(text));
  check_toml_limits(source, Errc::config, syntax_fault);
  Config config;
  config.file = file_name;
  config.root = config.file.parent_path();
  Reader reader(source, config);
  try {
    reader.read(toml::parse(source.text(), file_name));
  } catch (const toml::parse_error& error) {
    const toml::source_position at = error.source().begin;
    throw error_of(Errc::config, file_name,
                   {source.at(at.line, at.column, 1, syntax_fault,
                              "this is not TOML: " + std::string(error.description()),
                              "see https://toml.io for the format")});
  }
  std::vector<Diagnostic> faults = std::move(reader).faults();
  if (!faults.empty()) throw error_of(Errc::config, file_name, std::move(faults));
  return config;
}

}  // namespace covet::config
