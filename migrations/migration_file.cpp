#include "migrations/migration_file.h"

#include <algorithm>
#include <array>
#include <string>
#include <utility>
#include <vector>

#include "core/base/hints.h"
#include "core/base/strings.h"
#include "migrations/checksum.h"
#include "migrations/copy_data.h"
#include "migrations/migration_parser.h"
#include "migrations/query_step.h"
#include "migrations/section_options.h"

namespace covet::migrations {
namespace {

constexpr std::array directive_names = {"up",    "down",   "parent",     "schema",
                                        "step",  "hazard", "allow",      "ignore",
                                        "batch", "query",  "rerunnable", "replaces"};

bool is_mark(const Directive& directive) {
  return directive.name == "up" || directive.name == "down";
}

}  // namespace

Diagnostic& MigrationParser::fault(std::string code, std::size_t offset, std::size_t length,
                                   std::string message, std::string help) {
  const LineColumn at = line_column(text(), offset);
  Diagnostic diagnostic;
  diagnostic.code = std::move(code);
  diagnostic.message = std::move(message);
  diagnostic.where = {migration_.file.string(), at.line, at.column,
                      std::max<std::size_t>(1, code_points(text().substr(offset, length)))};
  diagnostic.excerpt = line_at(text(), at.line);
  diagnostic.help = std::move(help);
  return faults_.emplace_back(std::move(diagnostic));
}

Diagnostic& MigrationParser::fault(std::string code, const Directive& at, std::string message,
                                   std::string help) {
  return fault(std::move(code), at.offset, at.length, std::move(message), std::move(help));
}

void MigrationParser::fail() {
  std::stable_sort(faults_.begin(), faults_.end(), [](const Diagnostic& a, const Diagnostic& b) {
    return std::pair(a.where.line, a.where.column) < std::pair(b.where.line, b.where.column);
  });
  std::string message = count_of(faults_.size(), "fault") + " in " + migration_.file.string();
  throw Error(Errc::parse, std::move(message)).with(std::move(faults_));
}

bool MigrationParser::check_bytes() {
  if (const std::size_t nul = text().find('\0'); nul != std::string_view::npos) {
    fault("CV209", nul, 1, "a NUL byte: this is no text", "save the file as UTF-8");
    return false;
  }
  if (is_valid_utf8(text())) return true;
  std::size_t offset = 0;
  while (offset < text().size()) {
    const std::size_t end = std::min(text().find('\n', offset), text().size());
    if (!is_valid_utf8(text().substr(offset, end - offset))) break;
    offset = end + 1;
  }
  fault("CV209", std::min(offset, text().size()), 1, "this line is not UTF-8",
        "save the file as UTF-8");
  return false;
}

void MigrationParser::read_name() {
  const std::string file_name = migration_.file.filename().string();
  if (auto parsed = parse_file_name(file_name)) {
    migration_.version = std::move(parsed->version);
    migration_.name = std::move(parsed->name);
    return;
  }
  Diagnostic diagnostic;
  diagnostic.code = "CV207";
  diagnostic.message = "`" + file_name + "` is no migration's name";
  diagnostic.where.file = migration_.file.string();
  diagnostic.help = "name it <version>_<name>.sql, as 20261120093000_create_posts.sql";
  faults_.push_back(std::move(diagnostic));
}

void MigrationParser::scan() {
  bool on_fresh_line = true;
  bool marked = false;
  for (CodeWalk code(text(), rules_); !code.done();) {
    const Token token = code.next();
    if (auto directive = read_directive(token)) {
      if (is_mark(*directive) && !on_fresh_line) {
        fault("CV201", *directive, "a mark stands on a line of its own");
      }
      if (is_query(*directive) && !on_fresh_line) {
        fault("CV201", *directive, "a step stands on a line of its own");
      }
      if (is_query(*directive) && !marked && !first_code_) first_code_ = token;
      marked = marked || is_mark(*directive);
      directives_.push_back(std::move(*directive));
    }
    const bool space = token.kind == TokenKind::space || token.kind == TokenKind::comment;
    if (!space && !marked && !first_code_) first_code_ = token;
    if (!space) {
      on_fresh_line = false;
    } else if (token.text.find('\n') != std::string_view::npos || token.text.substr(0, 2) == "--") {
      on_fresh_line = true;
    }
  }
}

void MigrationParser::read_options(const Directive& mark, Section& section) {
  std::vector<std::string> seen;
  for (std::string rest = mark.rest; !rest.empty();) {
    const std::string option = take_word(rest);
    const std::string key = option.substr(0, option.find('='));
    if (std::find(seen.begin(), seen.end(), key) != seen.end()) {
      fault("CV202", mark, "option `" + key + "` twice");
    }
    seen.push_back(key);
    if (auto wrong = read_section_option(option, section)) {
      fault("CV202", mark, std::move(wrong->message), std::move(wrong->help)).label =
          std::move(wrong->label);
    }
  }
}

void MigrationParser::read_irreversible(const Directive& mark, const Section& section) {
  const std::size_t colon = mark.rest.find(':');
  const std::string why =
      colon == std::string::npos ? "" : std::string(trim(mark.rest.substr(colon + 1)));
  if (why.empty()) {
    fault("CV202", mark, "`irreversible` wants a reason",
          "write `-- covet:down irreversible: why it can't be undone`");
  }
  if (!section.statements.empty()) {
    fault("CV202", mark, "an irreversible down holds statements",
          "take them out, or take `irreversible` out");
  }
  migration_.irreversible = why;
}

void MigrationParser::read_section(const Directive& mark, std::size_t end) {
  const bool up = mark.name == "up";
  const bool irreversible = !up && mark.rest.starts_with("irreversible");
  Section section;
  section.line = line_column(text(), mark.offset).line;
  if (!irreversible) read_options(mark, section);
  const std::size_t line_end = std::min(text().find('\n', mark.offset), text().size());
  read_statements(section, std::min(line_end + 1, end), end);
  // A bare mark says nothing; its options do.
  const std::size_t hashed = mark.rest.empty() ? line_end : mark.offset;
  section.checksum = checksum(text().substr(hashed, end - hashed), rules_);
  if (up) {
    migration_.up = std::move(section);
  } else if (irreversible) {
    read_irreversible(mark, section);
  } else {
    migration_.down = std::move(section);
  }
}

void MigrationParser::read_replaces(const Directive& directive) {
  for (std::string rest = directive.rest; !rest.empty();) {
    const std::string version = take_word(rest);
    if (!is_version(version)) {
      fault("CV202", directive, "`" + version + "` is no version");
    }
    migration_.replaces.emplace_back(version);
  }
  const auto& versions = migration_.replaces;
  if (std::find(versions.begin(), versions.end(), migration_.version) == versions.end()) {
    fault("CV202", directive, "a file that replaces others bears the last one's version",
          "`covet squash` writes such files");
  }
}

void MigrationParser::read_directive_of_file(const Directive& directive) {
  std::string rest = directive.rest;
  const std::string& name = directive.name;
  if (name == "parent") {
    const bool none = rest == "none";
    if (!none && !is_version(rest)) {
      fault("CV202", directive, "a parent is a version or `none`");
    }
    migration_.parent = Version(none ? "" : rest);
    migration_.parent_offset = directive.offset;
    migration_.parent_length = directive.length;
  } else if (name == "schema") {
    migration_.schema_fingerprint = rest;
  } else if (name == "replaces") {
    read_replaces(directive);
  } else if (name == "allow") {
    const std::string kind = take_word(rest);
    const std::string object = rest.substr(0, rest.find(" because "));
    if (object.empty()) {
      fault("CV202", directive, "`allow` wants a kind, an object and a reason",
            "write `-- covet:allow drop_column users.legacy because nobody reads it`");
    }
    migration_.allowed.push_back({kind, object});
  } else if (name == "ignore") {
    if (rest.empty()) {
      fault("CV202", directive, "`ignore` wants a code and a reason",
            "write `-- covet:ignore CV021 the table is small`");
    }
  } else if (!is_mark(directive) && name != "step" && name != "hazard" && name != "rerunnable" &&
             name != "batch" && !is_query(directive)) {
    const std::vector<std::string> known(directive_names.begin(), directive_names.end());
    fault("CV201", directive, "unknown directive `" + name + "`",
          "directives are up, down, parent, schema, replaces, step, hazard, allow, ignore, "
          "rerunnable, batch and query")
        .label = did_you_mean(name, known);
  }
}

void MigrationParser::read_sections() {
  std::vector<Directive> marks;
  for (const Directive& directive : directives_) {
    read_directive_of_file(directive);
    if (is_mark(directive)) marks.push_back(directive);
  }
  if (marks.empty()) {
    migration_.up.line = 1;
    read_statements(migration_.up, 0, text().size());
    migration_.up.checksum = checksum(text(), rules_);
    return;
  }
  if (first_code_) {
    fault("CV204", first_code_->offset, first_code_->text.size(), "SQL before the first mark",
          "put it below `-- covet:up`");
  }
  std::vector<std::string> seen;
  for (std::size_t i = 0; i < marks.size(); ++i) {
    if (std::find(seen.begin(), seen.end(), marks[i].name) != seen.end()) {
      fault("CV203", marks[i], "a second `" + marks[i].name + "` section",
            "a file has one up and one down");
      continue;
    }
    seen.push_back(marks[i].name);
    read_section(marks[i], i + 1 < marks.size() ? marks[i + 1].offset : text().size());
  }
  if (std::find(seen.begin(), seen.end(), "up") == seen.end()) {
    fault("CV203", marks.front(), "no `-- covet:up` section",
          "write `-- covet:up` above the statements that change the schema");
  }
}

Migration MigrationParser::parse() {
  read_name();
  if (check_bytes()) {
    scan();
    read_sections();
  }
  if (!faults_.empty()) fail();
  return std::move(migration_);
}

Migration parse_migration(const std::filesystem::path& file, std::string text,
                          const LexicalRules& rules) {
  return MigrationParser(file, std::move(text), rules).parse();
}

}  // namespace covet::migrations
