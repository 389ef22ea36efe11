#pragma once

#include <string>
#include <vector>

#include "schema/backend.h"
#include "schema/change.h"

/// Owners and grants of what a schema holds.
namespace covet::schema {

/// A model's, by its columns' names.
model::Rights rights_of(const model::Model& model);
/// Puts rights in the form in which inspect says them; false where the engine has not all of them,
/// which leaves what it has: owners without grants, or nothing. Throws Error{model} for what nobody
/// can have of a thing of this kind.
bool settle_rights(const std::string& kind, model::Rights& rights, const Ddl& ddl);

/// False: the models of this schema say nothing of owners and grants.
bool says_rights(const Schema& schema);
void forget_rights(Schema& schema);
/// Rights that `to` doesn't say are those of `from`, of things that both have. What is granted of a
/// column that `to` lacks goes with that column; with `columns_may_return` (under another name,
/// that is not known yet) the grants of such a table are left unsaid.
void leave_unsaid(const Schema& from, Schema& to, bool columns_may_return);

/// What became of the grants of a column.
void rename_granted(model::Rights& rights, const std::string& from, const std::string& to);
void forget_granted(model::Rights& rights, const std::string& column);

/// What differs, for people: "owner app → dba, reporting select → none".
std::string rights_difference(const model::Rights& from, const model::Rights& to);

}  // namespace covet::schema
