#include "migrations/squash.h"

#include <algorithm>
#include <chrono>
#include <optional>
#include <utility>

#include "core/base/strings.h"
#include "core/config/config.h"
#include "migrations/copy_data.h"
#include "migrations/directive.h"
#include "migrations/fault.h"

namespace covet::migrations {
namespace {

/// The directives above the first mark that hold for the whole file: allow, ignore.
std::vector<std::string> kept_directives(const Migration& migration, const LexicalRules& rules) {
  std::vector<std::string> kept;
  const std::string_view head = std::string_view(migration.text).substr(0, migration.up.begin);
  for (std::size_t position = 0; position < head.size();) {
    const Token token = next_token(head, position, rules);
    position = token.offset + token.text.size();
    const auto directive = read_directive(token);
    if (!directive) continue;
    if (directive->name == "up" || directive->name == "down") break;
    if (directive->name == "allow" || directive->name == "ignore") {
      kept.emplace_back(trim(token.text));
    }
  }
  return kept;
}

bool all_marked(std::span<const Migration> migrations) {
  const auto marked = [](const Section& section) {
    return std::all_of(section.statements.begin(), section.statements.end(),
                       [](const SqlStatement& statement) { return statement.step > 0; });
  };
  return std::all_of(migrations.begin(), migrations.end(), [&](const Migration& migration) {
    return marked(migration.up) && (!migration.down || marked(*migration.down));
  });
}

int highest_step(const Migration& migration) {
  int highest = 0;
  for (const Section* section : {&migration.up, migration.down ? &*migration.down : nullptr}) {
    if (section == nullptr) continue;
    for (const SqlStatement& statement : section->statements)
      highest = std::max(highest, statement.step);
  }
  return highest;
}

/// `body` with its steps counted on from `base`, or, where `keep` is false, without them; and
/// ended.
std::string with_steps(std::string_view body, int base, bool keep, const LexicalRules& rules) {
  std::string text;
  bool dropped = false;  // a mark that had the line to itself, which goes with it
  for (CodeWalk code(body, rules); !code.done();) {
    const Token token = code.next();
    const bool behind_mark = std::exchange(dropped, false) && token.text.starts_with('\n');
    const auto directive = read_directive(token);
    if (!directive || directive->name != "step") {
      text += token.text.substr(behind_mark ? 1 : 0);
    } else if (keep) {
      text += "-- covet:step " + std::to_string(base + std::stoi(directive->rest));
      text += token.text.substr(directive->length);
    } else {
      dropped = true;
    }
  }
  if (!text.empty() && text.back() != '\n') text += '\n';
  if (!ends_closed(body, rules)) text += ";\n";
  return text;
}

std::string without_blank_ends(std::string text) {
  const std::size_t begin = text.find_first_not_of("\r\n");
  if (begin == std::string::npos) return "";
  text.erase(0, begin);
  while (text.ends_with('\n') || text.ends_with('\r'))
    text.pop_back();
  return text + "\n";
}

using Duration = std::optional<std::chrono::milliseconds>;

/// What the mark of the whole says, from what those of the parts say.
std::string options_of(const std::vector<const Section*>& sections) {
  const auto plain = [](const Section* section) { return section->transaction; };
  const auto count = std::count_if(sections.begin(), sections.end(), plain);
  if (count != 0 && count != std::ssize(sections)) {
    throw Error(Errc::refused,
                "some of the files run with transaction=none and some without: one file can't do "
                "both",
                "leave them out with --from and --to");
  }
  std::string options;
  if (count == 0) options += " transaction=none";
  if (std::any_of(sections.begin(), sections.end(),
                  [](const Section* section) { return section->foreign_keys_off; })) {
    options += " foreign_keys=off";
  }
  const auto longest = [&](Duration Section::*which) {
    Duration result;
    for (const Section* section : sections) {
      if (section->*which && (!result || *result < *(section->*which))) result = section->*which;
    }
    return result;
  };
  if (const Duration limit = longest(&Section::lock_timeout))
    options += " lock_timeout=" + config::format_duration(*limit);
  if (const Duration limit = longest(&Section::statement_timeout))
    options += " statement_timeout=" + config::format_duration(*limit);
  return options;
}

/// "-- covet:down irreversible: …", "" where some file has no way back and says nothing of it.
std::optional<std::string> no_way_back(std::span<const Migration> migrations) {
  for (const Migration& migration : migrations) {
    if (migration.irreversible.empty()) continue;
    return "\n-- covet:down irreversible: " + label(migration.version, migration.name) + ": " +
           migration.irreversible + "\n";
  }
  const bool all = std::all_of(migrations.begin(), migrations.end(),
                               [](const Migration& m) { return m.down.has_value(); });
  return all ? std::nullopt : std::optional<std::string>("");
}

std::vector<std::string> texts_of(const Section& section) {
  std::vector<std::string> texts;
  for (const SqlStatement& statement : section.statements)
    texts.push_back(statement.text.str());
  return texts;
}

template <class Range>
std::vector<std::string> texts_of_all(const Range& sections) {
  std::vector<std::string> all;
  for (const Section* section : sections) {
    const std::vector<std::string> texts = texts_of(*section);
    all.insert(all.end(), texts.begin(), texts.end());
  }
  return all;
}

std::vector<const Section*> ups_of(std::span<const Migration> migrations) {
  std::vector<const Section*> sections;
  for (const Migration& migration : migrations)
    sections.push_back(&migration.up);
  return sections;
}

/// The last one's first; empty where one has none.
std::vector<const Section*> downs_of(std::span<const Migration> migrations) {
  std::vector<const Section*> sections;
  for (auto migration = migrations.rbegin(); migration != migrations.rend(); ++migration) {
    if (!migration->down) return {};
    sections.push_back(&*migration->down);
  }
  return sections;
}

}  // namespace

std::string squash(std::span<const Migration> migrations, const LexicalRules& rules) {
  const Migration& first = migrations.front();
  const Migration& last = migrations.back();
  std::string text;
  if (first.parent)
    text += "-- covet:parent " + (first.parent->empty() ? "none" : first.parent->text()) + "\n";
  if (!last.schema_fingerprint.empty()) text += "-- covet:schema " + last.schema_fingerprint + "\n";
  text += "-- covet:replaces";
  for (const Migration& migration : migrations)
    text += " " + migration.version.text();
  text += "\n";
  for (const Migration& migration : migrations) {
    for (const std::string& directive : kept_directives(migration, rules))
      text += directive + "\n";
  }

  const bool keep_steps = all_marked(migrations);
  std::vector<int> bases;
  int base = 0;
  for (const Migration& migration : migrations) {
    bases.push_back(base);
    base += highest_step(migration);
  }
  const auto part = [&](std::size_t i, const Section& section) {
    const std::string_view body = migrations[i].text_of(section);
    return "\n-- " + label(migrations[i].version, migrations[i].name) + "\n" +
           without_blank_ends(with_steps(body, bases[i], keep_steps, rules));
  };
  text += "\n-- covet:up" + options_of(ups_of(migrations)) + "\n";
  for (std::size_t i = 0; i < migrations.size(); ++i)
    text += part(i, migrations[i].up);
  if (const auto instead = no_way_back(migrations)) return text + *instead;
  text += "\n-- covet:down" + options_of(downs_of(migrations)) + "\n";
  for (std::size_t i = migrations.size(); i-- > 0;)
    text += part(i, *migrations[i].down);
  return text;
}

bool holds_the_same(const Migration& squashed, std::span<const Migration> migrations) {
  if (texts_of(squashed.up) != texts_of_all(ups_of(migrations))) return false;
  return !squashed.down || texts_of(*squashed.down) == texts_of_all(downs_of(migrations));
}

}  // namespace covet::migrations
