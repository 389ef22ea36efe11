#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/model/document.h"
#include "core/model/draft.h"

namespace covet::model {

/// Takes values out of one file's document. What has the wrong type becomes a fault, and the target
/// stays as it was.
class Reader {
 public:
  Reader(const Source& source, Draft& draft) : source_(source), draft_(draft) {}

  Draft& draft() { return draft_; }
  SourceSpan span(const Place& place) const;
  Diagnostic& fault(const Place& place, std::string code, std::string message,
                    std::string help = {});
  /// CV102: "`unique` wants true or false, not a string".
  void wrong_type(const Entry& entry, std::string_view wanted);
  /// CV101 with the nearest of `known`. `where` ends the sentence: "in [models.x]".
  void unknown(const Entry& entry, const std::string& where, std::span<const std::string> known);

  void read(const Entry& entry, std::string& target);
  void read(const Entry& entry, bool& target);
  void read(const Entry& entry, std::optional<bool>& target);
  void read(const Entry& entry, std::optional<std::int64_t>& target);
  /// A list of strings; a single string is a list of one.
  void read(const Entry& entry, std::vector<std::string>& target);
  /// A string for all engines, { sql = … }, or a table of strings by engine.
  void read(const Entry& entry, SqlText& target);
  void read(const Entry& entry, std::optional<RefAction>& target);
  /// true, false or "deferred".
  void read(const Entry& entry, Deferrable& target);
  /// A list of strings, numbers or { value, renamed_from }.
  void read(const Entry& entry, std::vector<Choice>& target);
  /// A table of flags, numbers and strings, as text ("true" for true).
  void read(const Entry& entry, std::map<std::string, std::string>& target);
  /// A string that can be a name of something: CV115 for an empty one or one with NUL in it.
  void read_name(const Entry& entry, std::string& target);
  /// One of `words`, as they are written here: CV104 otherwise.
  void read_word(const Entry& entry, std::span<const std::string_view> words, std::string& target);
  bool check_name(const Place& place, std::string_view name);

 private:
  void read_choice(const Node& node, std::vector<Choice>& target);

  const Source& source_;
  Draft& draft_;
};

/// The keys under which text for one engine may stand, whether or not this build has its adapter:
/// for "did you mean".
std::span<const std::string_view> engine_words();

/// "`a`, `b` or `c`"
std::string any_of_words(std::span<const std::string_view> words);

}  // namespace covet::model
