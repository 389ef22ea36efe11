#pragma once

#include <functional>
#include <span>
#include <string>
#include <vector>

#include "core/db/sql_lexer.h"
#include "migrations/decide.h"
#include "migrations/history.h"
#include "migrations/migration.h"
#include "schema/backend.h"

namespace covet::migrations {

/// The text of one file that stands for `migrations`, which are of one engine and sorted: their ups
/// one behind the other, their downs the other way round, statements byte for byte. It is to bear
/// the last one's version. Pure. Throws Error{refused} for what can't stand in one file (sections
/// with and without transaction=none).
std::string squash(std::span<const Migration> migrations, const LexicalRules& rules);

/// True where the statements of `squashed` are those of `migrations`, in that order, both ways.
bool holds_the_same(const Migration& squashed, std::span<const Migration> migrations);

/// Gives an empty database to work in, and takes away what was made in it.
using Scratch = std::function<void(const std::function<void(Connection&)>&)>;

/// Runs `before` and then `migrations` in one empty database, `before` and then `squashed` in the
/// next. Throws Error{refused} where they come to different schemas, or where the down of
/// `squashed` does not lead back; the server's Error where a statement fails. `models` are the
/// project's, for steps.
void prove_squash(std::span<const Migration> before, std::span<const Migration> migrations,
                  const Migration& squashed, const schema::Backend& backend,
                  const model::ModelSet& models, const Scratch& scratch);

/// Puts one row in the place of those that a squashed file stands for, in one transaction. Their
/// tags go to it.
void carry_out(std::span<const Fold> folds, Connection& connection, History& history);

}  // namespace covet::migrations
