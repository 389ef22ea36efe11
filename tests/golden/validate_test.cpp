#include <algorithm>

#include <fmt/core.h>

#include "core/base/overloaded.h"
#include "core/base/strings.h"
#include "core/validate/row.h"
#include "tests/support/golden.h"
#include "tests/support/still_clock.h"

// tests/golden/validate: models, rows as lines of JSON ("create <model>", "update <model>"), and
// what becomes of each: the value that every column gets, or all its faults.
namespace covet::tests {
namespace {

using validate::Operation;
using validate::Row;

std::optional<std::string> why_no_isbn(const Value& value) {
  int sum = 0;
  int weight = 1;
  for (const char c : to_text(value)) {
    if (c < '0' || c > '9') continue;
    sum += weight * (c - '0');
    weight = 4 - weight;
  }
  return sum % 10 == 0 ? std::nullopt : std::optional<std::string>("its check digit is false");
}

std::vector<validate::Fault> stays_end_behind_their_start(const Row& row, Operation) {
  const auto from = row.find("from");
  const auto until = row.find("until");
  if (from == row.end() || until == row.end()) return {};
  if (std::get<Date>(from->second) < std::get<Date>(until->second)) return {};
  return {{"until", to_text(until->second), "it is not behind `from`"}};
}

validate::Registry registry() {
  validate::Registry made;
  made.add("isbn", why_no_isbn);
  made.add_for_model("stays", stays_end_behind_their_start);
  return made;
}

std::string kind_of(const Value& value) {
  return std::visit(
      overloaded{[](Null) { return ""; }, [](bool) { return "bool "; },
                 [](std::int64_t) { return "int "; }, [](std::uint64_t) { return "uint "; },
                 [](double) { return "double "; }, [](const Decimal&) { return "decimal "; },
                 [](const std::string&) { return "text "; }, [](const Bytes&) { return "bytes "; },
                 [](Date) { return "date "; }, [](TimeOfDay) { return "time "; },
                 [](Timestamp) { return "moment "; }, [](const Uuid&) { return "uuid "; },
                 [](const Json&) { return "json "; }},
      value);
}

/// What differs from run to run is shown by its shape.
std::string shown(const model::Field& field, const Value& value, bool given) {
  const std::string text = to_text(value);
  if (!given && (field.auto_generate || field.default_factory.starts_with("uuid")))
    return kind_of(value) + "of version " + text.substr(14, 1);
  if (!given && field.default_factory == "random_token")
    return kind_of(value) + fmt::format("of {} characters", text.size());
  return kind_of(value) + text;
}

std::string outcome(const model::ModelSet& models, const model::Model& model,
                    const std::string& line, Operation operation) {
  Row row = validate::row_from_json(model, line);
  const Row given = row;
  const StillClock clock;
  const auto faults = validate::validate(models, model, row, operation, registry(), clock);
  std::string text;
  for (const validate::Fault& fault : faults) {
    text += "  " + validate::to_text(fault) + "\n";
    if (!fault.help.empty()) text += "    help: " + fault.help + "\n";
  }
  if (!faults.empty()) return text;
  for (const model::Field& field : model.fields) {
    const auto held = row.find(field.name);
    if (held == row.end()) continue;
    text += fmt::format("  {} = {}\n", field.name,
                        shown(field, held->second, given.contains(field.name)));
  }
  return text.empty() ? "  nothing\n" : text;
}

Txtar rewrite(const Txtar& given) {
  const model::SourceText file{"models.toml", given.text("models.toml")};
  const model::ModelSet models = model::parse_models({&file, 1});
  std::string out;
  for (const Txtar::File& rows : given.files) {
    const std::vector<std::string> words = split(rows.name, ' ');
    if (words.size() != 2) continue;
    const model::Model* const model = models.find(words[1]);
    if (model == nullptr) throw std::runtime_error("no model " + words[1]);
    const Operation operation = words[0] == "create" ? Operation::create : Operation::update;
    for (const std::string& line : split(trim(rows.text), '\n')) {
      out += line + "\n";
      try {
        out += outcome(models, *model, line, operation);
      } catch (const Error& error) {
        out += "  error: " + error.message() + "\n    help: " + error.hint() + "\n";
      }
    }
  }
  Txtar made = given;
  made.set("outcome", out);
  return made;
}

const int registered = register_goldens("Validate", "tests/golden/validate", rewrite);

}  // namespace
}  // namespace covet::tests
