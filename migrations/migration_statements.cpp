#include <algorithm>
#include <charconv>
#include <iterator>
#include <string>
#include <utility>
#include <vector>

#include "core/base/strings.h"
#include "migrations/batch_directive.h"
#include "migrations/checksum.h"
#include "migrations/hazards.h"
#include "migrations/line_counter.h"
#include "migrations/migration_parser.h"
#include "migrations/query_step.h"
#include "migrations/sql_split.h"
#include "migrations/transaction_control.h"

namespace covet::migrations {

void MigrationParser::check_transaction_control(const SqlStatement& statement, std::size_t offset,
                                                const Section& section) {
  const auto word = transaction_control(statement.text, rules_);
  if (!word) return;
  fault("CV205", offset, word->size(), "`" + *word + "` in a migration",
        section.transaction ? "take it out: covet runs the section in a transaction and ends it; "
                              "transaction=none on the mark runs each statement by itself"
                            : "take it out: with transaction=none each statement is by itself");
}

void MigrationParser::read_directives_before(const Place& place, SqlStatement& statement,
                                             int& step) {
  for (; next_directive_ < directives_.size() && directives_[next_directive_].offset < place.offset;
       ++next_directive_) {
    const Directive& directive = directives_[next_directive_];
    std::string rest = directive.rest;
    if (directive.name == "step") {
      const auto [end, bad] = std::from_chars(rest.data(), rest.data() + rest.size(), step);
      if (bad != std::errc() || end != rest.data() + rest.size() || step < 1) {
        fault("CV202", directive, "a step is a number from 1 on", "write `-- covet:step 1`");
      }
    } else if (directive.name == "hazard") {
      const std::string kind = take_word(rest);
      if (rest.empty()) {
        fault("CV202", directive, "a hazard is a kind and an object",
              "write `-- covet:hazard drop_column posts.body`");
      }
      statement.hazards.push_back({kind, rest});
    } else if (directive.name == "rerunnable") {
      statement.rerunnable = true;
    } else if (directive.name == "batch") {
      read_batch(directive, place.query, statement);
    }
  }
}

void MigrationParser::read_batch(const Directive& directive, bool before_step,
                                 SqlStatement& statement) {
  try {
    statement.batch = parse_batch(directive.rest, before_step);
  } catch (const Error& error) {
    fault("CV202", directive, error.message(), error.hint());
    return;
  }
  if (statement.query) {
    const QueryStep& step = *statement.query;
    const std::string& table = statement.batch->table;
    if (!step.rows.empty() || step.query.limit || step.query.offset > 0) {
      fault("CV202", directive, "the step below can't be cut into batches",
            "batches are for update(…) and delete() of all rows that a filter finds");
    } else if (!table.empty() && table != step.query.model) {
      fault("CV202", directive, "the step below is about `" + step.query.model + "`",
            "leave the table out: `-- covet:batch by id, 5000 rows`");
    }
  } else if (!before_step && !with_batch(statement.text, "1 = 1", rules_)) {
    fault("CV202", directive, "the statement below holds no `{batch}`",
          "write `{batch}` where the condition belongs that picks the rows of one batch");
  }
}

void MigrationParser::read_query(SqlStatement& statement) {
  try {
    statement.query = parse_query_step(statement.text);
  } catch (const Error& error) {
    for (const Diagnostic& diagnostic : error.diagnostics())
      faults_.push_back(in_file(diagnostic, migration_, statement.line, statement.column));
    return;
  }
  const query::Query& query = statement.query->query;
  const bool all = query.filters.empty() && !query.none && !query.limit && query.offset == 0;
  if (statement.query->verb() == "delete" && all) statement.hazards = {{"delete", query.model}};
}

std::vector<MigrationParser::Place> MigrationParser::places_in(std::size_t begin, std::size_t end) {
  std::vector<Place> places;
  const std::vector<StatementSpan> spans = split_sql(text().substr(begin, end - begin), rules_);
  places.reserve(spans.size());
  for (const StatementSpan& span : spans)
    places.push_back({begin + span.offset, span.text});
  const std::size_t statements = places.size();
  for (const Directive& directive : directives_) {
    if (!is_query(directive) || directive.offset < begin || directive.offset >= end) continue;
    const auto below = std::lower_bound(
        places.begin(), places.begin() + static_cast<std::ptrdiff_t>(statements), directive.offset,
        [](const Place& place, std::size_t offset) { return place.offset < offset; });
    if (below != places.begin() &&
        directive.offset < std::prev(below)->offset + std::prev(below)->text.size()) {
      fault("CV201", directive, "a step within a statement",
            "end the statement above it with a semicolon");
      continue;
    }
    places.push_back({directive.offset, query_comment(text().substr(0, end), directive), true});
  }
  std::inplace_merge(places.begin(), places.begin() + static_cast<std::ptrdiff_t>(statements),
                     places.end(),
                     [](const Place& a, const Place& b) { return a.offset < b.offset; });
  return places;
}

void MigrationParser::read_statements(Section& section, std::size_t begin, std::size_t end) {
  section.begin = begin;
  section.end = end;
  std::vector<Place> places;
  LineCounter lines(text());
  try {
    places = places_in(begin, end);
  } catch (const Error& error) {
    const std::size_t lines_before = lines.at(begin).line - 1;
    for (Diagnostic diagnostic : error.diagnostics()) {
      diagnostic.where.file = migration_.file.string();
      diagnostic.where.line += lines_before;
      faults_.push_back(std::move(diagnostic));
    }
    return;
  }
  int step = 0;
  section.rules = rules_;
  section.statements.reserve(places.size());
  for (const Place& place : places) {
    const LineColumn at = lines.at(place.offset);
    SqlStatement statement;
    statement.text = migration_.text.part(place.text);
    statement.line = at.line;
    statement.column = at.column;
    if (place.query) read_query(statement);
    read_directives_before(place, statement, step);
    statement.step = step;
    if (statement.hazards.empty()) statement.hazards = hazards_of(place.text, rules_);
    check_transaction_control(statement, place.offset, section);
    section.statements.push_back(std::move(statement));
  }
  forget_rebuilds(section.statements, rules_);
}

}  // namespace covet::migrations
