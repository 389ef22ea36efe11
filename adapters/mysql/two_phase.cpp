#include "adapters/mysql/two_phase.h"

#include <algorithm>
#include <span>

#include <fmt/core.h>

#include "adapters/mysql/dialect.h"
#include "adapters/shared/value_text.h"

namespace covet::mysql {
namespace {

/// What the server takes an XID to be that says nothing else.
constexpr std::int64_t usual_format = 1;

class MysqlTwoPhase final : public TwoPhase {
 public:
  std::vector<std::string> begin(std::string_view id,
                                 const TransactionOptions& options) const override {
    // XA START itself takes no options.
    std::vector<std::string> statements = set_next_transaction(options);
    statements.push_back("XA START " + quoted_text(id));
    return statements;
  }

  std::vector<std::string> prepare(std::string_view id) const override {
    return {"XA END " + quoted_text(id), "XA PREPARE " + quoted_text(id)};
  }

  std::vector<std::string> abandon(std::string_view id) const override {
    return {"XA END " + quoted_text(id), "XA ROLLBACK " + quoted_text(id)};
  }

  std::string commit(std::string_view id) const override { return "XA COMMIT " + quoted_text(id); }

  std::string roll_back(std::string_view id) const override {
    return "XA ROLLBACK " + quoted_text(id);
  }

  std::string_view table_options() const override { return " ENGINE = InnoDB"; }

  std::vector<PreparedTransaction> prepared(Connection& connection) const override {
    std::vector<PreparedTransaction> found;
    for (const Row& row : connection.fetch_all("XA RECOVER"))
      found.push_back(prepared_one(row));
    std::ranges::sort(found, {}, &PreparedTransaction::id);
    return found;
  }

 private:
  static PreparedTransaction prepared_one(const Row& row) {
    const std::string data = text_of(row["data"]);
    const auto length = static_cast<std::size_t>(row.integer("gtrid_length"));
    const bool usual = row.integer("formatID") == usual_format && row.integer("bqual_length") == 0;
    // Another tool's name may have a second part, and may be any bytes.
    const std::string name =
        usual ? quoted_text(data)
              : fmt::format("{}, {}, {}", hex_literal(data.substr(0, length)),
                            hex_literal(data.substr(std::min(length, data.size()))),
                            row.integer("formatID"));
    return {.id = data, .commit = "XA COMMIT " + name, .roll_back = "XA ROLLBACK " + name};
  }

  static std::string hex_literal(std::string_view text) {
    const auto bytes = std::as_bytes(std::span(text));
    return "X'" + adapters::to_hex(bytes) + "'";
  }

  static std::string text_of(const Value& value) {
    const auto* bytes = std::get_if<Bytes>(&value);
    if (bytes == nullptr) return as_string(value);
    std::string text;
    for (const std::byte byte : *bytes)
      text += static_cast<char>(byte);
    return text;
  }
};

}  // namespace

const TwoPhase& two_phase() {
  static const MysqlTwoPhase instance;
  return instance;
}

}  // namespace covet::mysql
