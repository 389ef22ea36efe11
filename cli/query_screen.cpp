#include "cli/query_screen.h"

#include <ostream>
#include <utility>
#include <vector>

#include <fmt/core.h>

#include "cli/audit.h"
#include "cli/json.h"
#include "cli/row_writer.h"
#include "core/base/strings.h"
#include "core/db/transaction.h"
#include "core/query/receive.h"
#include "core/record/store.h"

namespace covet::cli {

ShownRows show_rows(const Context& context, Connection& connection, const query::PageQuery& page,
                    query::Query::Purpose purpose, std::string_view format, std::uint64_t most) {
  const std::vector<query::Output>& outputs = page.compiled.outputs;
  const std::size_t width = outputs.size() - page.key_columns;
  std::vector<std::string> names;
  for (std::size_t i = 0; i < width; ++i)
    names.push_back(outputs[i].name);
  const auto writer = make_row_writer(format, context, std::move(names));
  const auto cursor = connection.stream(page.compiled.statement);
  ShownRows shown;
  if (purpose == query::Query::Purpose::exists) {
    writer->add({cursor->next() != nullptr});
    writer->finish();
    return shown;
  }
  std::vector<Value> values(width);
  std::vector<Value> place(page.key_columns);
  for (std::uint64_t rows = 0; const Row* const row = cursor->next(); ++rows) {
    shown.more = rows >= most;
    if (shown.more) continue;
    for (std::size_t i = 0; i < outputs.size(); ++i)
      (i < width ? values[i] : place[i - width]) = query::received(outputs[i], (*row)[i]);
    writer->add(values);
  }
  if (shown.more && page.key_columns > 0) shown.next = page.place_of(place);
  writer->finish(shown.next);
  context.out << std::flush;
  return shown;
}

void show_statement(const Context& context, const Statement& statement) {
  if (context.globals.json) {
    JsonArray params;
    for (const Value& value : statement.params)
      params.add(to_text(value));
    context.out << json_document().add("sql", statement.sql).add("params", params).text();
    return;
  }
  context.out << statement.sql << ";\n";
  for (std::size_t i = 0; i < statement.params.size(); ++i)
    context.out << fmt::format("-- {}: {}\n", i + 1, one_line(to_text(statement.params[i])));
}

void show_plan(const Context& context, Connection& connection, const Statement& statement,
               bool analyze, std::string_view format) {
  const auto cursor =
      connection.stream(query::explaining(statement, connection.dialect(), analyze));
  const auto writer = make_row_writer(format, context, cursor->names());
  std::vector<Value> values(cursor->names().size());
  while (const Row* const row = cursor->next()) {
    for (std::size_t i = 0; i < values.size(); ++i)
      values[i] = (*row)[i];
    writer->add(values);
  }
  writer->finish();
}

void write_rows(const Context& context, const Project& project, Session& session,
                const model::ModelSet& models, const query::QuerySet& asked) {
  CommandAudit audit(context, project, session.connection());
  const record::Hooks hooks;
  record::Store store(models, session.connection(), hooks, context.clock);
  Transaction transaction(session.connection());
  const std::uint64_t rows = store.observed_by(audit.observer()).write(asked);
  transaction.commit();
  if (context.globals.json) {
    context.out << json_document().add("rows", rows).text();
    return;
  }
  const bool removes = asked.query().purpose == query::Query::Purpose::remove;
  context.say(fmt::format("{}d {}.", removes ? "Delete" : "Update", count_of(rows, "row")));
}

}  // namespace covet::cli
