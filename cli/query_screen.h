#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "cli/context.h"
#include "cli/project.h"
#include "cli/session.h"
#include "core/query/keyset.h"
#include "core/query/query_set.h"

/// What `covet query` and `covet shell` share.
namespace covet::cli {

/// A screen's worth, where a person looks and nothing else was said.
inline constexpr std::uint64_t rows_on_screen = 200;

struct ShownRows {
  bool more = false;   ///< there are others behind them
  std::string next{};  ///< where those begin, of a page
};
/// Runs a query for `purpose` and writes its rows as they come, `most` at most: what it gives
/// beyond those is only noticed.
ShownRows show_rows(const Context& context, Connection& connection, const query::PageQuery& page,
                    query::Query::Purpose purpose, std::string_view format, std::uint64_t most);

/// The SQL with its parameters as comments, or as a JSON document.
void show_statement(const Context& context, const Statement& statement);

/// How the engine would run it, in its own words; `analyze`: runs it.
void show_plan(const Context& context, Connection& connection, const Statement& statement,
               bool analyze, std::string_view format);

/// Carries out an update(…) or delete() in a transaction, logs it where covet.toml asks for that,
/// and says how many rows it wrote.
void write_rows(const Context& context, const Project& project, Session& session,
                const model::ModelSet& models, const query::QuerySet& asked);

}  // namespace covet::cli
