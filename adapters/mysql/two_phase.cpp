#include "adapters/mysql/two_phase.h"

#include <algorithm>
#include <span>

#include <fmt/core.h>

#include "adapters/mysql/dialect.h"
#include "adapters/shared/value_text.h"
#include "core/base/error.h"

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
    for (const Row& row : recover(connection))
      found.push_back(prepared_one(row));
    std::ranges::sort(found, {}, &PreparedTransaction::id);
    return found;
  }

 private:
  /// MySQL 8 refuses whoever lacks a privilege with a word of the transaction manager's
  /// (XAER_RMERR).
  static Rows recover(Connection& connection) {
    try {
      return connection.fetch_all("XA RECOVER");
    } catch (const Error& error) {
      const bool refused = error.sql() && error.sql()->state.find("(1401)") != std::string::npos;
      if (!refused) throw;
      throw Error(Errc::permission, "this user may not see what is prepared: " + error.message(),
                  "GRANT XA_RECOVER_ADMIN ON *.* to it, or look as one that has it");
    }
  }

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
