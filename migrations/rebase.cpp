#include "migrations/rebase.h"

#include <algorithm>
#include <map>
#include <utility>

#include "core/base/strings.h"
#include "migrations/directory.h"
#include "migrations/fault.h"
#include "migrations/late.h"

namespace covet::migrations {
namespace {

class Planner {
 public:
  Planner(const Chain& chain, std::span<const StatusLine> lines, const RebaseRequest& request)
      : chain_(chain), request_(request) {
    const Lateness lateness(lines);
    for (const StatusLine& line : lines) {
      if (line.row) applied_.insert(line.version);
      const bool pending = line.standing == Standing::pending;
      if (pending && lateness.is_late(line) && !lateness.was_known(line))
        late_.insert(line.version);
    }
  }

  std::vector<Rebased> plan(std::vector<Version> existing, Timestamp now) {
    if (request_.move.empty()) {
      choose_all();
    } else {
      for (const Version& version : request_.move)
        choose(wanted(version));
    }
    refuse_applied();
    std::vector<Rebased> plan = mend_those_that_stay();
    Version head = last_that_stays();
    for (const Link* link : in_order()) {
      Version next = next_version(existing, now);
      existing.push_back(next);
      plan.push_back({link, next, head});
      head = std::move(next);
    }
    return plan;
  }

 private:
  const Link& wanted(const Version& version) const {
    if (const Link* link = chain_.find(version)) return *link;
    std::vector<Version> known;
    for (const Link& link : chain_.links())
      known.push_back(link.version);
    throw unknown_version(version, known);
  }

  bool moves(const Link& link) const { return moving_.contains(link.version); }
  bool is_applied(const Link& link) const { return applied_.contains(link.version); }

  /// With those that say that they follow it. What is applied stays, and gets another parent.
  void choose(const Link& link) {
    if (!moving_.insert(link.version).second) return;
    for (const Link* follower : chain_.children(link.version)) {
      if (follower->said && !is_applied(*follower)) choose(*follower);
    }
  }

  /// What the first files follow: nothing, or what was taken out of the folder long ago.
  Version beginning() const {
    if (chain_.links().empty() || !chain_.children({}).empty()) return {};
    for (const Link& link : chain_.links()) {
      if (chain_.find(link.parent) == nullptr) return link.parent;
    }
    return {};
  }

  std::size_t weight(const Link& head) const {
    for (const Link* link : chain_.branch(head)) {
      if (request_.onto && link->version == *request_.onto) return 2;
    }
    for (const Link* link : chain_.branch(head)) {
      if (is_applied(*link)) return 1;
    }
    return 0;
  }

  std::vector<const Link*> main_line() const {
    std::vector<const Link*> line;
    std::set<Version> seen;
    Version parent = beginning();
    while (true) {
      const std::vector<const Link*> heads = chain_.children(parent);
      const auto chosen = heads.size() == 1 ? heads.begin()
                                            : std::max_element(heads.begin(), heads.end(),
                                                               [&](const Link* a, const Link* b) {
                                                                 return weight(*a) < weight(*b);
                                                               });
      if (chosen == heads.end() || !seen.insert((*chosen)->version).second) return line;
      line.push_back(*chosen);
      parent = (*chosen)->version;
    }
  }

  void choose_all() {
    if (request_.onto) wanted(*request_.onto);
    const std::vector<const Link*> line = main_line();
    std::set<Version> in_line;
    Version highest;
    bool below = false;
    for (const Link* link : line) {
      in_line.insert(link->version);
      below = below || (link->version < highest && !is_applied(*link));
      if (below && !is_applied(*link)) moving_.insert(link->version);
      if (late_.contains(link->version)) choose(*link);
      highest = std::max(highest, link->version);
    }
    for (const Link& link : chain_.links()) {
      if (!in_line.contains(link.version)) moving_.insert(link.version);
    }
  }

  void refuse_applied() const {
    std::vector<std::string> names;
    for (const Link& link : chain_.links()) {
      if (moves(link) && is_applied(link)) names.push_back(label(link));
    }
    if (names.empty()) return;
    const Version head = last_that_stays();
    throw Error(Errc::refused,
                join(names, ", ") + (names.size() == 1 ? " is" : " are") +
                    " applied: a version that a database knows must stay",
                "roll it back first (`covet rollback`); or, once both were read beside each other, "
                "write the parent by hand (`-- covet:parent " +
                    (head.empty() ? "none" : head.text()) +
                    "`): that line may change after a file was applied");
  }

  Version last_that_stays() const {
    Version last;
    for (const Link& link : chain_.links()) {
      if (!moves(link)) last = link.version;
    }
    return last;
  }

  std::vector<Rebased> mend_those_that_stay() const {
    std::vector<Rebased> mended;
    Version before;
    for (const Link& link : chain_.links()) {
      if (moves(link)) continue;
      if (link.said && moving_.contains(link.parent))
        mended.push_back({&link, link.version, before});
      before = link.version;
    }
    return mended;
  }

  /// A parent before its child, a branch in one piece; circles by version.
  std::vector<const Link*> in_order() const {
    std::vector<const Link*> ordered;
    std::set<Version> seen;
    const auto add_branch = [&](const Link& head) {
      for (const Link* link : chain_.branch(head)) {
        if (moves(*link) && seen.insert(link->version).second) ordered.push_back(link);
      }
    };
    for (const Link& link : chain_.links()) {
      if (moves(link) && !moving_.contains(link.parent)) add_branch(link);
    }
    for (const Link& link : chain_.links()) {
      if (moves(link)) add_branch(link);
    }
    return ordered;
  }

  const Chain& chain_;
  const RebaseRequest& request_;
  std::set<Version> applied_;
  std::set<Version> late_;
  std::set<Version> moving_;
};

/// Whether the statement's ON names the table that it changes.
bool has_on_table(const std::vector<Token>& tokens) {
  if (tokens.empty() || !(is_word(tokens[0], "CREATE") || is_word(tokens[0], "DROP") ||
                          is_word(tokens[0], "ALTER") || is_word(tokens[0], "COMMENT"))) {
    return false;
  }
  return std::any_of(tokens.begin(),
                     tokens.begin() + std::min<std::ptrdiff_t>(std::ssize(tokens), 8),
                     [](const Token& token) {
                       return is_word(token, "INDEX") || is_word(token, "TRIGGER") ||
                              is_word(token, "POLICY") || is_word(token, "RULE");
                     });
}

bool is_name(const Token& token) {
  return token.kind == TokenKind::word || token.kind == TokenKind::quoted;
}

bool is_filler(const Token& token) {
  for (const std::string_view word : {"IF", "NOT", "EXISTS", "ONLY", "CONCURRENTLY", "IGNORE"}) {
    if (is_word(token, word)) return true;
  }
  return false;
}

/// The last part of the name that stands at `at`, "" where none does.
std::string name_at(const std::vector<Token>& tokens, std::size_t at) {
  while (at < tokens.size() && is_filler(tokens[at]))
    ++at;
  if (at >= tokens.size() || !is_name(tokens[at])) return "";
  while (at + 2 < tokens.size() && tokens[at + 1].text == "." && is_name(tokens[at + 2]))
    at += 2;
  return to_lower(unquote(tokens[at]));
}

void touch(std::string_view statement, const LexicalRules& rules, std::set<std::string>& objects) {
  const std::vector<Token> tokens = lex_code(statement, rules);
  if (tokens.empty()) return;
  const auto add = [&](std::size_t at) {
    if (std::string name = name_at(tokens, at); !name.empty()) objects.insert(std::move(name));
  };
  if (is_word(tokens[0], "UPDATE")) return add(1);
  if (is_word(tokens[0], "INSERT") || is_word(tokens[0], "REPLACE") ||
      is_word(tokens[0], "DELETE") || is_word(tokens[0], "TRUNCATE")) {
    std::size_t at = 1;
    while (at < tokens.size() && (is_word(tokens[at], "INTO") || is_word(tokens[at], "FROM") ||
                                  is_word(tokens[at], "TABLE") || is_word(tokens[at], "OR") ||
                                  is_word(tokens[at], "REPLACE") || is_filler(tokens[at]))) {
      ++at;
    }
    return add(at);
  }
  bool on_table = has_on_table(tokens);
  for (std::size_t i = 0; i < tokens.size(); ++i) {
    if (on_table && is_word(tokens[i], "ON")) {
      add(i + 1);
      return;
    }
    if (i > 6) continue;
    for (const std::string_view kind : {"TABLE", "VIEW", "FUNCTION", "PROCEDURE", "TYPE",
                                        "SEQUENCE", "DOMAIN", "EVENT", "COLUMN"}) {
      if (!is_word(tokens[i], kind)) continue;
      add(i + 1);
      if (!on_table) return;
    }
  }
}

/// As the step calls it: the table's name, or the model's, by which no statement calls it.
void touch(const QueryStep& step, std::set<std::string>& objects) {
  objects.insert(to_lower(step.query.model));
}

}  // namespace

std::vector<Rebased> plan_rebase(const Chain& chain, std::span<const StatusLine> lines,
                                 const RebaseRequest& request, const std::vector<Version>& existing,
                                 Timestamp now) {
  return Planner(chain, lines, request).plan(existing, now);
}

std::string with_parent(const Migration& migration, std::string text, const Version& parent) {
  if (migration.parent_length == 0) return text;
  const std::size_t mark = text.starts_with("\xEF\xBB\xBF") ? 3 : 0;
  return text.replace(mark + migration.parent_offset, migration.parent_length,
                      "-- covet:parent " + (parent.empty() ? "none" : parent.text()));
}

std::set<std::string> touched_objects(const Migration& migration, const LexicalRules& rules) {
  std::set<std::string> objects;
  for (const SqlStatement& statement : migration.up.statements)
    statement.query ? touch(*statement.query, objects) : touch(statement.text, rules, objects);
  return objects;
}

std::vector<Overlap> overlaps(const Chain& chain, std::span<const Rebased> plan,
                              std::span<const Migration> migrations, const LexicalRules& rules) {
  std::map<Version, std::pair<const Migration*, std::set<std::string>>> files;
  for (const Migration& migration : migrations)
    files[migration.version] = {&migration, touched_objects(migration, rules)};
  std::vector<Overlap> found;
  std::set<Version> moved_before;
  std::set<Version> moving;
  for (const Rebased& rebased : plan) {
    if (rebased.moves()) moving.insert(rebased.link->version);
  }
  for (const Rebased& rebased : plan) {
    const Version& version = rebased.link->version;
    if (!rebased.moves() || !files.contains(version)) continue;
    const auto& [file, objects] = files[version];
    const std::set<Version> known = chain.ancestors(*rebased.link);
    for (const auto& [other, entry] : files) {
      if (known.contains(other) || (moving.contains(other) && !moved_before.contains(other)))
        continue;
      Overlap overlap{file, entry.first, {}};
      std::set_intersection(objects.begin(), objects.end(), entry.second.begin(),
                            entry.second.end(), std::back_inserter(overlap.objects));
      if (!overlap.objects.empty()) found.push_back(std::move(overlap));
    }
    moved_before.insert(version);
  }
  return found;
}

}  // namespace covet::migrations
