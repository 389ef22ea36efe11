#include "cli/load_screen.h"

#include <ostream>

#include <fmt/core.h>

#include "cli/audit.h"
#include "cli/json.h"
#include "cli/row_progress.h"
#include "core/base/strings.h"

namespace covet::cli {

std::uint64_t rows_of(const std::vector<record::Loaded>& counts) {
  std::uint64_t rows = 0;
  for (const record::Loaded& each : counts)
    rows += each.rows;
  return rows;
}

void load_showing(const Context& context, const Project& project, record::Load& load,
                  Connection& connection) {
  CommandAudit audit(context, project, connection);
  load.observed_by(audit.observer());
  RowProgress progress(context, rows_of(load.counts()));
  load.on_progress(
      [&](const model::Model& model, std::uint64_t rows) { progress.at(model.handle, rows); });
  load.load(connection);
}

void tell_rows(const Context& context, const std::vector<record::Loaded>& counts,
               std::string_view key, std::string_view verb) {
  JsonArray models;
  for (const record::Loaded& each : counts) {
    models.add(JsonObject().add("model", each.model).add("rows", each.rows));
    context.say(fmt::format("{}: {}", each.model, count_of(each.rows, "row")));
  }
  if (context.globals.json) context.out << json_document().add(key, models).text();
  context.say(fmt::format("{} {} of {}.", verb, count_of(rows_of(counts), "row"),
                          count_of(counts.size(), "model")));
}

}  // namespace covet::cli
