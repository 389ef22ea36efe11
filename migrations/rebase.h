#pragma once

#include <optional>
#include <set>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/clock.h"
#include "core/db/sql_lexer.h"
#include "migrations/chain.h"
#include "migrations/decide.h"

namespace covet::migrations {

struct RebaseRequest {
  std::vector<Version> move{};    ///< these and what follows them; empty: all beside the main line
  std::optional<Version> onto{};  ///< the main line is the one that holds this
};

/// What becomes of one version's files.
struct Rebased {
  const Link* link = nullptr;
  Version version{};  ///< the link's own where only its parent changes
  Version parent{};   ///< empty: it is the first
  bool moves() const { return version != link->version; }
};

/// How the files come to stand in one line, in the order in which they will; empty where they do.
/// The main line holds what is applied, else what was written first; what stands beside it, follows
/// what no file is, is lower than what it follows, or is pending below an applied version goes
/// behind its end. `lines` are one database's, or none. Pure. Throws Error{not_found} for a version
/// that no file has, Error{refused} where one that would have to move is applied.
std::vector<Rebased> plan_rebase(const Chain& chain, std::span<const StatusLine> lines,
                                 const RebaseRequest& request, const std::vector<Version>& existing,
                                 Timestamp now);

/// `text`, the file of `migration` as it lies on disk, with another parent; the same where it says
/// none.
std::string with_parent(const Migration& migration, std::string text, const Version& parent);

/// The tables, views, routines and the like that the statements of `migration` create, change, drop
/// or write to, in lower case, by their tokens; references aside.
std::set<std::string> touched_objects(const Migration& migration, const LexicalRules& rules);

/// Two files of one engine that touch the same object, where one moves behind the other and was not
/// written after it.
struct Overlap {
  const Migration* moved = nullptr;
  const Migration* other = nullptr;
  std::vector<std::string> objects{};
};
/// `migrations` is of one engine and what `chain` was made from, or a part of it.
std::vector<Overlap> overlaps(const Chain& chain, std::span<const Rebased> plan,
                              std::span<const Migration> migrations, const LexicalRules& rules);

}  // namespace covet::migrations
