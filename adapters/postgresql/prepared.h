#pragma once

#include <cstddef>
#include <list>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

namespace covet::postgresql {

/// The names of a session's prepared statements, by their text: those used last, at most `most`. A
/// statement is prepared when it is seen again, as most are run once.
class PreparedNames {
 public:
  explicit PreparedNames(std::size_t most = 100) : most_(most) {}

  struct Use {
    std::string name;
    bool fresh = false;  ///< it is to be prepared under that name first
  };
  /// nullopt: run it as it is.
  std::optional<Use> use(const std::string& sql);
  /// The name of a prepared statement that is one too many, or was forgotten: it is to be given up.
  std::optional<std::string> evict();
  /// False: it was not prepared, only seen.
  bool forget(const std::string& sql);
  /// The session has none of them any more.
  void clear();
  std::size_t size() const { return names_.size(); }

 private:
  struct Entry {
    std::string sql;
    std::string name;  ///< "" while it was seen once only
  };

  std::size_t most_;
  std::size_t count_ = 0;  ///< names given so far
  std::list<Entry> used_;  ///< the last one first
  std::unordered_map<std::string_view, std::list<Entry>::iterator> names_;
  std::vector<std::string> forgotten_;
};

}  // namespace covet::postgresql
