#pragma once

#include <map>
#include <string>

#include "schema/backend.h"

namespace covet::schema {

/// Models by which queries on a database as it is can be compiled, whatever has become of the
/// project's own models. A table goes by its name and, where the project's models (`known`) have
/// it, by its handle there; a column by its name, by its field's, and without `_id` where it is a
/// relation; a relation's way back by the name that the models give it and by its table's. Where a
/// name may mean two things, that of the database wins. What a database can't say (relation names,
/// ManyToMany fields, relations without a foreign key, types that its engine hasn't got) is taken
/// from `known` where it fits what is there; its choices never are, as a column may have held other
/// ones.
class QueryModels {
 public:
  /// What is there, of the models of `known` only those whose table is; with `planned` also those,
  /// and fields, that aren't there yet.
  QueryModels(const Schema& live, const Ddl& ddl, const model::ModelSet& known, bool planned);
  /// The project's models alone, where no database can be asked.
  explicit QueryModels(const model::ModelSet& known);

  const model::ModelSet& models() const { return models_; }
  /// The handle in models() of the table or model with this name; the name itself where there is
  /// none.
  std::string handle_of(const std::string& name) const;

 private:
  void add_names();

  model::ModelSet models_;
  std::map<std::string, std::string> handles_;
};

}  // namespace covet::schema
