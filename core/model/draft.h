#pragma once

#include <cstddef>
#include <deque>
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <tuple>
#include <vector>

#include "core/base/source.h"
#include "core/model/model.h"

namespace covet::model {

/// The faults that were found so far, in the texts they are about.
class Faults {
 public:
  const Source& add_source(const SourceText& text);

  /// The result lives until the next fault; the caller sets label and notes where they help.
  Diagnostic& add(const SourceSpan& where, std::string code, std::string message,
                  std::string help = {});
  /// Those of another error, as they are.
  void add(const std::vector<Diagnostic>& others);

  bool empty() const { return faults_.empty(); }
  /// Error{model} with all of them, sorted by file and line.
  Error as_error() const;

 private:
  std::deque<Source> sources_;
  std::vector<Diagnostic> faults_;
};

/// Models as they were read, before bases are folded in and references are looked at.
struct Draft {
  Faults faults;
  ModelSet set;  ///< abstract ones too; in the order of reading

  /// Notes where `option` of the thing that stands at `owner` is written.
  void note_place(const SourceSpan& owner, std::string_view option, const SourceSpan& where);
  /// That place, or `owner` itself where the option was not written.
  const SourceSpan& place(const SourceSpan& owner, std::string_view option) const;
  bool has_option(const SourceSpan& owner, std::string_view option) const;
  /// A field whose type could not be read: only its name counts from here on.
  void mark_broken(const SourceSpan& owner) { note_place(owner, {}, owner); }
  bool is_broken(const SourceSpan& owner) const { return has_option(owner, {}); }
  /// True the first time for a place.
  bool first_look_at(const SourceSpan& where) {
    return looked_at_.emplace(where.file, where.line, where.column).second;
  }

 private:
  using Key = std::tuple<std::string, std::size_t, std::size_t, std::string>;
  std::map<Key, SourceSpan> places_;
  std::set<std::tuple<std::string, std::size_t, std::size_t>> looked_at_;
};

}  // namespace covet::model
