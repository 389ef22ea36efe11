#include "adapters/postgresql/rights.h"

#include <algorithm>
#include <array>
#include <map>
#include <utility>

#include <fmt/core.h>

#include "core/base/error.h"
#include "core/base/hints.h"
#include "core/base/strings.h"

namespace covet::postgresql {

using model::Grant;
using model::Grants;

namespace {

constexpr std::array<std::string_view, 8> of_tables{
    "select", "insert", "update", "delete", "truncate", "references", "trigger", "maintain"};
constexpr std::array<std::string_view, 4> of_columns{"select", "insert", "update", "references"};
constexpr std::array<std::string_view, 3> of_sequences{"usage", "select", "update"};
constexpr std::array<std::string_view, 1> execution{"execute"};
constexpr std::array<std::string_view, 1> usage{"usage"};
constexpr std::array<std::string_view, 2> of_schemas{"usage", "create"};
constexpr std::string_view all = "all";
constexpr int major_with_maintain = 17;

bool one_of(std::string_view word, std::span<const std::string_view> words) {
  return std::ranges::find(words, word) != words.end();
}

bool is_relation(std::string_view kind) {
  constexpr std::array<std::string_view, 4> kinds{"table", "view", "materialized view",
                                                  "foreign table"};
  return one_of(kind, kinds);
}

bool is_routine(std::string_view kind) {
  constexpr std::array<std::string_view, 3> kinds{"function", "procedure", "aggregate"};
  return one_of(kind, kinds);
}

bool is_type(std::string_view kind) {
  constexpr std::array<std::string_view, 3> kinds{"type", "domain", "enum"};
  return one_of(kind, kinds);
}

/// What a grant names: privilege and column ("" for the whole), by its place in the order.
struct Right {
  bool sequence = false;
  std::size_t place = 0;
  std::string column{};
  auto operator<=>(const Right&) const = default;
};

class Settler {
 public:
  Settler(std::string_view kind, int major) : kind_(kind), major_(major) {}

  std::vector<Grant> settle(const std::string& role, const std::vector<Grant>& grants) {
    std::map<Right, bool> rights;
    for (const Grant& grant : grants)
      add(role, grant, rights);
    return told(rights);
  }

 private:
  std::span<const std::string_view> words(bool sequence, bool columns) const {
    if (sequence) return of_sequences;
    return columns ? column_privileges(kind_) : privileges_of(kind_, major_);
  }

  void add(const std::string& role, const Grant& grant, std::map<Right, bool>& rights) const {
    std::string word = grant.privilege;
    const bool sequence = kind_ == "table" && word.starts_with(of_sequence);
    if (sequence) word.erase(0, of_sequence.size());
    if (word == "all privileges") word = all;
    const auto known = words(sequence, !grant.columns.empty());
    const bool fits = (word == all && !known.empty()) || one_of(word, known);
    if (!fits || (sequence && grant.columns.empty())) refuse(role, grant, known);
    const std::vector<std::string> whole{""};
    for (const std::string& column : grant.columns.empty() ? whole : grant.columns) {
      for (std::size_t i = 0; i < known.size(); ++i) {
        if (word != all && word != known[i]) continue;
        bool& option = rights[{sequence, i, column}];
        option = option || grant.with_grant_option;
      }
    }
  }

  [[noreturn]] void refuse(const std::string& role, const Grant& grant,
                           std::span<const std::string_view> known) const {
    const std::vector<std::string> names(known.begin(), known.end());
    std::string hint = did_you_mean(grant.privilege, names);
    if (hint.empty()) hint = "known here: " + join(names, ", ") + ", all";
    if (names.empty()) hint = "it is granted as a whole";
    if (grant.privilege.starts_with(of_sequence))
      hint = "a sequence is its column's: \"sequence usage (id)\"";
    throw Error(Errc::model,
                fmt::format("`{}` for `{}`: there is no such privilege of a {}",
                            model::print_grant(grant), role, kind_),
                std::move(hint));
  }

  /// Whole ones first, then columns, then sequences.
  std::vector<Grant> told(const std::map<Right, bool>& rights) const {
    std::vector<Grant> grants;
    for (const bool option : {false, true}) {
      const std::vector<Grant> whole = told_whole(rights, option);
      grants.insert(grants.end(), whole.begin(), whole.end());
    }
    for (const bool sequence : {false, true}) {
      const auto known = words(sequence, true);
      for (std::size_t i = 0; i < known.size(); ++i) {
        for (const bool option : {false, true}) {
          Grant grant{.privilege = std::string(sequence ? of_sequence : "") + std::string(known[i]),
                      .with_grant_option = option};
          for (const auto& [right, has_option] : rights) {
            if (right.sequence == sequence && right.place == i && !right.column.empty() &&
                has_option == option) {
              grant.columns.push_back(right.column);
            }
          }
          if (!grant.columns.empty()) grants.push_back(std::move(grant));
        }
      }
    }
    return grants;
  }

  std::vector<Grant> told_whole(const std::map<Right, bool>& rights, bool option) const {
    std::vector<Grant> grants;
    const auto known = words(false, false);
    for (std::size_t i = 0; i < known.size(); ++i) {
      const auto found = rights.find({false, i, ""});
      if (found == rights.end() || found->second != option) continue;
      grants.push_back({.privilege = std::string(known[i]), .with_grant_option = option});
    }
    if (grants.size() != known.size() || known.size() == 1) return grants;
    return {{.privilege = std::string(all), .with_grant_option = option}};
  }

  std::string_view kind_;
  int major_;
};

}  // namespace

std::span<const std::string_view> privileges_of(std::string_view kind, int major) {
  if (is_relation(kind)) {
    return major >= major_with_maintain ? std::span<const std::string_view>(of_tables)
                                        : std::span(of_tables).first(of_tables.size() - 1);
  }
  if (kind == "sequence") return of_sequences;
  if (is_routine(kind)) return execution;
  if (kind == "schema") return of_schemas;
  if (is_type(kind) || kind == "language" || kind == "foreign data wrapper" || kind == "server")
    return usage;
  return {};
}

std::span<const std::string_view> column_privileges(std::string_view kind) {
  if (is_relation(kind)) return of_columns;
  return {};
}

std::optional<Grants> usual_grants(std::string_view kind) {
  const std::string everybody(model::public_role);
  if (privileges_of(kind, major_with_maintain).empty()) return std::nullopt;
  if (is_routine(kind) || is_type(kind) || kind == "language")
    return Grants{
        {everybody, {{.privilege = std::string(is_routine(kind) ? execution[0] : usage[0])}}}};
  return Grants{};
}

void settle_grants(std::string_view kind, int major, Grants& grants) {
  Settler settler(kind, major);
  for (auto& [role, list] : grants)
    list = settler.settle(role, list);
}

Grants first_grants_of_public(int major) {
  constexpr int major_without_create = 15;
  const std::string privilege(major >= major_without_create ? "usage" : all);
  return {{std::string(model::public_role), {{.privilege = privilege}}}};
}

}  // namespace covet::postgresql
