#include "schema/rename_candidates.h"

#include <gtest/gtest.h>

namespace covet::schema {
namespace {

Table table(const std::string& name, std::vector<Column> columns) {
  return {{"", name}, std::move(columns)};
}

std::vector<std::string> told(const Schema& from, const Schema& to) {
  std::vector<std::string> lines;
  for (const RenameCandidate& one : rename_candidates(diff(from, to)))
    lines.push_back(one.dropped + " → " + one.added);
  return lines;
}

using Lines = std::vector<std::string>;

TEST(RenameCandidates, AreColumnsOfOneTypeThatGoAndCome) {
  const Schema from{.tables = {table("users", {{"login", "text"}, {"age", "integer"}})}};
  const Schema to{.tables = {table("users", {{"name", "text"}, {"born", "date"}})}};
  EXPECT_EQ(told(from, to), Lines{"login text → name text"});
  EXPECT_EQ(told(from, from), Lines{});
}

TEST(RenameCandidates, TakeTheLikeliestName) {
  const Schema from{.tables = {table("users", {{"user_name", "text"}, {"mail", "text"}})}};
  const Schema to{.tables = {table("users", {{"email", "text"}, {"username", "text"}})}};
  EXPECT_EQ(told(from, to), (Lines{"user_name text → username text", "mail text → email text"}));
}

TEST(RenameCandidates, AreTablesWithTheSameColumns) {
  const Schema from{
      .tables = {table("people", {{"id", "integer"}}), table("tags", {{"a", "text"}})}};
  const Schema to{.tables = {table("users", {{"id", "integer"}}), table("words", {{"b", "text"}})}};
  EXPECT_EQ(told(from, to), Lines{"people (id) → users (id)"});
}

}  // namespace
}  // namespace covet::schema
