#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <string>

#include "core/base/value.h"
#include "core/config/url.h"

/// The engines' own client libraries, used as one would who has nothing else.
namespace covet::bench {

/// One row of a result that the client library holds; each reads a column, counted from 0, that
/// isn't NULL.
class BareRow {
 public:
  virtual ~BareRow() = default;
  virtual std::int64_t integer(int column) = 0;
  virtual std::string text(int column) = 0;
  /// Digits, with two places.
  virtual std::string price(int column) = 0;
  virtual Timestamp moment(int column) = 0;
};

class BareClient {
 public:
  virtual ~BareClient() = default;
  virtual void run(const std::string& sql) = 0;
  virtual void each(const std::string& sql, const std::function<void(BareRow&)>& take) = 0;
  /// Loads a file of lines with tabs into a table by COPY, LOAD DATA LOCAL, or, where the engine
  /// has nothing of the kind, one prepared INSERT; the file was read before.
  virtual void load(const std::string& table, const std::string& file,
                    const std::string& lines) = 0;
};

/// Ends the process where it can't connect or a statement fails: a benchmark has nothing to save.
std::unique_ptr<BareClient> bare_client(const Url& url);

}  // namespace covet::bench
