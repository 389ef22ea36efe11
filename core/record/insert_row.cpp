#include "core/record/insert_row.h"

#include <utility>

#include "core/query/compile.h"
#include "core/query/receive.h"
#include "core/query/sources.h"

namespace covet::record {

using query::Insert;

validate::Row insert_row(const model::ModelSet& models, Connection& connection,
                         const model::Model& model, validate::Row row) {
  Insert insert{.model = model.handle, .fields = {}, .rows = {{}}};
  for (const auto& [name, value] : row) {
    insert.fields.push_back(name);
    insert.rows.front().push_back(value);
  }
  const std::vector<std::string> key = model.key_fields();
  std::vector<std::string> unknown;
  for (const std::string& name : key) {
    if (!row.contains(name)) unknown.push_back(name);
  }
  insert.returning = unknown;
  const query::Compiled made = query::compile(insert, models, connection.dialect());
  if (unknown.empty()) {
    connection.execute(made.statement);
  } else if (!made.outputs.empty()) {
    const auto answer = connection.fetch_one(made.statement);
    for (std::size_t i = 0; answer && i < made.outputs.size(); ++i)
      row[unknown[i]] = query::received(made.outputs[i], (*answer)[i]);
  } else {
    connection.execute(made.statement);
    const std::string last(connection.dialect().spelling()->pattern("LastKey"));
    const model::Field& key_field = query::plain_field(models, *model.find(unknown.front()));
    row[unknown.front()] =
        query::received({unknown.front(), query::kind_of(key_field.type), &key_field},
                        connection.fetch_value({"SELECT " + last}));
  }
  return row;
}

}  // namespace covet::record
