#pragma once

#include <chrono>
#include <compare>
#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/error.h"
#include "core/db/sql_lexer.h"
#include "core/query/query.h"
#include "migrations/shared_text.h"
#include "schema/change.h"

namespace covet::migrations {

/// A version: digits, optionally dotted; compared as numbers of any length, part by part ("9" <
/// "10", "1.2" < "1.10"). That of a repeatable migration is its name, "R_views": behind all others,
/// by the alphabet.
class Version {
 public:
  Version() = default;
  explicit Version(std::string text) : text_(std::move(text)) {}
  const std::string& text() const { return text_; }
  bool empty() const { return text_.empty(); }
  /// Of a file R_<name>.sql, which runs again whenever its text changes.
  bool repeatable() const { return text_.starts_with("R_"); }
  std::strong_ordering operator<=>(const Version& other) const;
  bool operator==(const Version& other) const { return (*this <=> other) == 0; }

 private:
  std::string text_;
};

/// True for digits and dots, of which a version is made that is no repeatable one's.
bool is_version(std::string_view text);

/// `-- covet:batch users by id, 5000 rows, pause 20ms`: the statement holds `{batch}`, which stands
/// for the condition that picks the rows of one batch.
struct Batch {
  std::string table;  ///< both as they are written, quotes included; may be empty before a step
  std::string key;
  std::int64_t rows = 0;
  std::chrono::milliseconds pause{0};
};

/// `-- covet:query posts.filter(…).update(…)`: rows that change in the words of the models, on
/// every engine. Its SQL is made when it runs, by the schema that is there then (live_steps.h).
struct QueryStep {
  query::Query query;
  /// create(…): the rows, all of the same fields; then `query` says but the model.
  std::vector<std::vector<query::Named>> rows{};

  /// "update", "delete", "create"
  std::string_view verb() const;
};

/// A file may hold a million of them, of which hardly one is more than its text.
struct SqlStatement {
  /// Without its terminator and surrounding white space; of a COPY with its data. Of a step its
  /// comment as it stands, in which no reader of SQL sees anything.
  SharedText text;
  std::size_t line = 0;  ///< in the file, where its first token stands
  std::size_t column = 0;
  int step = 0;             ///< of the last `-- covet:step N` before it; 0: none
  bool rerunnable = false;  ///< `-- covet:rerunnable` before it: to run it twice does no harm
  std::vector<schema::Hazard>
      hazards{};  ///< `-- covet:hazard …` before it, else what its own text shows
  Seldom<Batch> batch{};
  Seldom<QueryStep> query{};
};

struct Section {
  std::vector<SqlStatement> statements;
  LexicalRules rules{};           ///< by which they were read
  std::string checksum;           ///< "sha256:…" of the token stream
  bool transaction = true;        ///< false: transaction=none
  bool foreign_keys_off = false;  ///< foreign_keys=off (SQLite's rebuild)
  std::optional<std::chrono::milliseconds> lock_timeout, statement_timeout;
  std::size_t line = 0;  ///< of the `-- covet:up` mark
  /// Where what stands below the mark begins and ends, in the migration's text.
  std::size_t begin = 0, end = 0;
};

/// One file.
struct Migration {
  Version version;
  std::string name;  ///< "create_posts"
  std::filesystem::path file;
  SharedText text;  ///< the whole file as it was hashed: errors show lines from here
  std::optional<Version>
      parent;  ///< none where the file does not say; empty version: "none", the first
  /// The directive that says the parent, in `text`; length 0: there is none.
  std::size_t parent_offset = 0, parent_length = 0;
  std::string schema_fingerprint;
  /// `-- covet:replaces V1 V2 …`: a squashed file stands for these, its own version among them.
  std::vector<Version> replaces;
  Section up;
  std::optional<Section> down;
  std::string irreversible;             ///< why; set where `-- covet:down irreversible: why` stands
  std::vector<schema::Hazard> allowed;  ///< `-- covet:allow kind object because …`

  /// "create posts": for screens.
  std::string title() const;
  /// What stands below the mark of `section`, one of the two.
  std::string_view text_of(const Section& section) const {
    return text.view().substr(section.begin, section.end - section.begin);
  }
};

}  // namespace covet::migrations
