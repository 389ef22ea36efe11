#include "adapters/postgresql/cursor.h"

#include <algorithm>
#include <array>
#include <optional>
#include <utility>

#include <fmt/core.h>

#include "adapters/postgresql/copy_text.h"
#include "adapters/postgresql/dialect.h"
#include "adapters/postgresql/values.h"
#include "core/base/error.h"
#include "core/db/sql_lexer.h"
#include "core/db/transaction.h"

namespace covet::postgresql {
namespace {

// A batch is as many rows as fill this, so that wide rows take no more memory than narrow ones.
constexpr std::size_t batch_bytes = 1U << 20U;
constexpr std::size_t first_batch = 128;
constexpr std::size_t largest_batch = 32'768;

bool can_be_declared(std::string_view sql) {
  constexpr std::array openings{"SELECT", "VALUES", "TABLE", "WITH"};
  const std::vector<Token> first = first_tokens(sql, 1, dialect().lexical_rules());
  if (first.empty()) return false;
  if (first.front().text == "(") return true;
  return std::ranges::any_of(openings,
                             [&](const char* word) { return is_word(first.front(), word); });
}

/// Walks over a result that is there as a whole.
class Walk {
 public:
  Walk() = default;
  explicit Walk(pqxx::result result) : result_(std::move(result)) {}
  bool done() const { return next_ >= result_.size(); }
  pqxx::row take() { return result_[next_++]; }
  const pqxx::result& result() const { return result_; }

 private:
  pqxx::result result_;
  pqxx::result::size_type next_ = 0;
};

class PostgresqlCursor final : public Cursor {
 public:
  PostgresqlCursor(PostgresqlConnection& connection, const Statement& statement)
      : connection_(connection) {
    if (can_be_declared(statement.sql)) {
      transaction_.emplace(connection);
      try {
        declare(statement);
        fetch();
      } catch (...) {
        transaction_.reset();
        throw;
      }
    } else {
      batch_ = Walk(connection.run(statement));
    }
    columns_ = columns_of(batch_.result());
    row_.emplace(columns_.names, std::vector<Value>(columns_.types.size()));
  }

  const std::vector<std::string>& names() const override { return *columns_.names; }

  const Row* next() override {
    if (batch_.done() && transaction_ && !last_) fetch();
    if (batch_.done()) {
      finish();
      return nullptr;
    }
    read_row(row_->values(), batch_.take(), columns_);
    return &*row_;
  }

 private:
  void declare(const Statement& statement) {
    // A cursor's plan is made for its first rows; here all of them are wanted.
    connection_.execute("SET LOCAL cursor_tuple_fraction = 1");
    connection_.run(
        {"DECLARE covet_cursor NO SCROLL CURSOR FOR " + statement.sql, statement.params});
  }

  void fetch() {
    batch_ = Walk(connection_.run(Statement{fmt::format("FETCH {} FROM covet_cursor", wanted_)}));
    const auto got = static_cast<std::size_t>(batch_.result().size());
    last_ = got < wanted_;
    if (got > 0) {
      const std::size_t each = std::max<std::size_t>(width_of(batch_.result()), 1);
      wanted_ =
          std::clamp<std::size_t>(batch_bytes / each, 1, std::min(wanted_ * 8, largest_batch));
    }
  }

  /// Bytes a row, by some of them.
  static std::size_t width_of(const pqxx::result& result) {
    constexpr pqxx::result::size_type looked_at = 16;
    std::size_t bytes = 0;
    std::size_t rows = 0;
    const auto step = std::max<pqxx::result::size_type>(result.size() / looked_at, 1);
    for (pqxx::result::size_type i = 0; i < result.size(); i += step, ++rows) {
      for (const auto& field : result[i])
        bytes += static_cast<std::size_t>(field.size()) + 16;
    }
    return bytes / std::max<std::size_t>(rows, 1);
  }

  void finish() {
    if (!transaction_) return;
    connection_.execute("CLOSE covet_cursor");
    transaction_->commit();
    transaction_.reset();
  }

  PostgresqlConnection& connection_;
  std::optional<Transaction> transaction_;
  std::size_t wanted_ = first_batch;
  bool last_ = false;
  Walk batch_;
  Columns columns_;
  std::optional<Row> row_;
};

class CopyCursor final : public Cursor {
 public:
  CopyCursor(PostgresqlConnection& connection, const std::string& query)
      : connection_(connection),
        sql_("COPY (" + query + "\n) TO STDOUT"),
        transaction_(connection),
        // COPY says nothing of its columns. What asks for no row runs nothing.
        columns_(
            columns_of(connection.run(Statement{"SELECT * FROM (" + query + "\n) AS q LIMIT 0"}))),
        row_(columns_.names, std::vector<Value>(columns_.types.size())) {
    connection_.guarded(sql_,
                        [&](pqxx::transaction_base& session) { reader_.emplace(session, query); });
  }

  CopyCursor(const CopyCursor&) = delete;
  CopyCursor& operator=(const CopyCursor&) = delete;
  ~CopyCursor() override {
    if (reader_) leave();
  }

  const std::vector<std::string>& names() const override { return *columns_.names; }

  const Row* next() override {
    if (!reader_) return nullptr;
    bool found = false;
    try {
      connection_.go_on(sql_, [&] { found = reader_->next(); });
    } catch (...) {
      reader_.reset();
      throw;
    }
    if (!found) {
      reader_.reset();
      transaction_.commit();
      return nullptr;
    }
    read(reader_->line());
    return &row_;
  }

 private:
  void read(std::string_view text) {
    CopyLine line(text);
    const std::span<Value> values = row_.values();
    for (std::size_t i = 0; i < values.size(); ++i) {
      if (const auto field = line.take(scratch_)) {
        read_into(values[i], *field, columns_.types[i]);
      } else {
        values[i] = Null{};
      }
    }
  }

  /// Has the server stop, and takes what was under way.
  void leave() noexcept {
    connection_.cancel();
    try {
      connection_.go_on(sql_, [&] {
        while (reader_->next()) {
        }
      });
    } catch (...) {
      // Being cancelled is what it was asked for; a lost connection says so to the next statement.
      static_cast<void>(0);
    }
    reader_.reset();
  }

  PostgresqlConnection& connection_;
  std::string sql_;
  Transaction transaction_;
  Columns columns_;
  Row row_;
  std::optional<compat::CopyReader> reader_;
  std::string scratch_;
};

/// What says nothing of the server, the line or of other sessions.
bool is_about_the_text(const Error& error) {
  return error.code() == Errc::syntax || error.code() == Errc::statement ||
         error.code() == Errc::unsupported || error.code() == Errc::undefined_object;
}

}  // namespace

Columns columns_of(const pqxx::result& result) {
  Columns columns;
  auto names = std::make_shared<std::vector<std::string>>();
  for (std::size_t i = 0; i < static_cast<std::size_t>(result.columns()); ++i) {
    const auto column = static_cast<pqxx::row::size_type>(i);
    names->emplace_back(result.column_name(column));
    columns.types.push_back(static_cast<unsigned>(result.column_type(column)));
  }
  columns.names = std::move(names);
  return columns;
}

void read_row(std::span<Value> values, const pqxx::row& row, const Columns& columns) {
  for (std::size_t i = 0; i < values.size(); ++i) {
    const auto field = row[static_cast<pqxx::row::size_type>(i)];
    if (field.is_null()) {
      values[i] = Null{};
    } else {
      read_into(values[i], {field.c_str(), static_cast<std::size_t>(field.size())},
                columns.types[i]);
    }
  }
}

std::unique_ptr<Cursor> open_cursor(PostgresqlConnection& connection, const Statement& statement) {
  if (const auto query = query_for_copy(statement)) {
    try {
      return std::make_unique<CopyCursor>(connection, *query);
    } catch (const Error& error) {
      // A cursor takes it, or says what is wrong with the statement as it was written.
      if (!is_about_the_text(error)) throw;
    }
  }
  return std::make_unique<PostgresqlCursor>(connection, statement);
}

}  // namespace covet::postgresql
