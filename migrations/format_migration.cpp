#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "migrations/hazards.h"
#include "migrations/migration_file.h"
#include "migrations/query_step.h"

namespace covet::migrations {
namespace {

/// One line of a comment: a name from a catalog may hold anything.
std::string on_one_line(std::string text) {
  std::replace_if(
      text.begin(), text.end(), [](char c) { return static_cast<unsigned char>(c) < 0x20; }, ' ');
  return text;
}

bool holds_semicolon(const std::vector<Token>& tokens) {
  return std::any_of(tokens.begin(), tokens.end(), [](const Token& token) {
    return token.kind == TokenKind::symbol && token.text == ";";
  });
}

/// A sign that the statement does not hold.
std::string delimiter_for(std::string_view statement) {
  std::string sign = "//";
  while (statement.find(sign) != std::string_view::npos)
    sign += '/';
  return sign;
}

class Writer {
 public:
  explicit Writer(const Dialect& dialect) : dialect_(dialect) {}

  void header(const std::optional<Version>& parent, const std::string& fingerprint);
  void mark(std::string_view name, bool foreign_keys_off);
  void step(std::size_t number, const schema::Rendered& rendered,
            const std::vector<schema::Hazard>& hazards);
  std::string take() { return std::move(text_); }

 private:
  void statement(const std::string& sql);

  const Dialect& dialect_;
  std::string text_;
  bool first_in_section_ = true;
};

void Writer::header(const std::optional<Version>& parent, const std::string& fingerprint) {
  if (parent) {
    text_ += "-- covet:parent " + (parent->empty() ? "none" : parent->text()) + "\n";
  }
  if (!fingerprint.empty()) text_ += "-- covet:schema " + fingerprint + "\n";
}

void Writer::mark(std::string_view name, bool foreign_keys_off) {
  if (!text_.empty()) text_ += '\n';
  text_ += "-- covet:";
  text_ += name;
  if (foreign_keys_off) text_ += " foreign_keys=off";
  text_ += '\n';
  first_in_section_ = true;
}

void Writer::statement(const std::string& sql) {
  const LexicalRules& rules = dialect_.lexical_rules();
  const std::vector<Token> tokens = lex(sql, rules);
  // A comment to the end of the line would swallow the semicolon.
  const bool ends_in_comment = !tokens.empty() && tokens.back().kind == TokenKind::comment &&
                               !tokens.back().text.starts_with("/*");
  const std::string line_end = ends_in_comment ? "\n" : "";
  if (rules.delimiter_command && holds_semicolon(tokens)) {
    const std::string sign = delimiter_for(sql);
    text_ += "DELIMITER " + sign + "\n" + sql + "\n" + sign + "\nDELIMITER ;\n";
  } else {
    text_ += sql + line_end + ";\n";
  }
}

void Writer::step(std::size_t number, const schema::Rendered& rendered,
                  const std::vector<schema::Hazard>& hazards) {
  // A hazard stands before the statement whose text shows it; one that none shows, before the
  // first.
  std::vector<std::vector<schema::Hazard>> before(rendered.statements.size());
  for (const schema::Hazard& hazard : hazards) {
    std::size_t at = 0;
    for (std::size_t i = rendered.statements.size(); i-- > 0;) {
      const auto shown = hazards_of(rendered.statements[i], dialect_.lexical_rules());
      if (std::find(shown.begin(), shown.end(), hazard) != shown.end()) at = i;
    }
    if (at < before.size()) before[at].push_back(hazard);
  }
  for (std::size_t i = 0; i < rendered.statements.size(); ++i) {
    if (!first_in_section_) text_ += '\n';
    first_in_section_ = false;
    if (i == 0) {
      if (!dialect_.facts().transactional_ddl) {
        text_ += "-- covet:step " + std::to_string(number) + "\n";
      }
      for (const std::string& note : rendered.notes)
        text_ += "-- note: " + on_one_line(note) + "\n";
    }
    for (const schema::Hazard& hazard : before[i]) {
      text_ += on_one_line("-- covet:hazard " + hazard.kind + " " + hazard.object) + "\n";
    }
    statement(rendered.statements[i]);
  }
}

std::string parent_line(const std::optional<Version>& parent) {
  if (!parent) return "";
  return "-- covet:parent " + (parent->empty() ? "none" : parent->text()) + "\n\n";
}

}  // namespace

std::string format_migration(const schema::Plan& plan, const std::optional<Version>& parent,
                             const std::string& schema_fingerprint, const Dialect& dialect) {
  const auto off = [&](schema::Rendered schema::Step::*side) {
    return std::any_of(plan.steps.begin(), plan.steps.end(),
                       [&](const schema::Step& step) { return (step.*side).foreign_keys_off; });
  };
  Writer writer(dialect);
  writer.header(parent, schema_fingerprint);
  writer.mark("up", off(&schema::Step::up));
  for (std::size_t i = 0; i < plan.steps.size(); ++i) {
    writer.step(i + 1, plan.steps[i].up, plan.steps[i].hazards_up);
  }
  writer.mark("down", off(&schema::Step::down));
  for (std::size_t i = plan.steps.size(); i-- > 0;) {
    writer.step(i + 1, plan.steps[i].down, plan.steps[i].hazards_down);
  }
  return writer.take();
}

std::string format_data_migration(const std::optional<Version>& parent,
                                  std::span<const std::string> steps) {
  std::string text = parent_line(parent) + "-- covet:up\n";
  for (const std::string& step : steps)
    text += as_comment(step);
  if (steps.empty()) {
    text +=
        "-- Steps stand below, in the words of `covet help query`, and run on every engine. One\n"
        "-- that goes on does so on lines that are indented. For example, without the `>`:\n"
        "-- > covet:batch 5000 rows\n"
        "-- > covet:query posts.filter(status=\"draft\")\n"
        "-- >   .update(title=Lower(F(\"title\")))\n"
        "\n"
        "-- covet:down irreversible: say why, or write the steps that undo them here instead\n";
  } else {
    text += "\n-- covet:down irreversible: nothing tells what the rows held before\n";
  }
  return text;
}

std::string format_empty_migration(const std::optional<Version>& parent) {
  return parent_line(parent) +
         "-- covet:up\n"
         "-- statements that change the database, each with a semicolon\n"
         "\n"
         "-- covet:down\n"
         "-- statements that undo them, or write: -- covet:down irreversible: why\n";
}

}  // namespace covet::migrations
