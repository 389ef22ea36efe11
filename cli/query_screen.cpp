#include "cli/query_screen.h"

#include <ostream>
#include <vector>

#include <fmt/core.h>

#include "cli/audit.h"
#include "cli/json.h"
#include "cli/row_writer.h"
#include "core/base/strings.h"
#include "core/db/transaction.h"
#include "core/query/compile.h"
#include "core/record/store.h"

namespace covet::cli {

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
