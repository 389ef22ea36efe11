#include "adapters/mysql/load_data.h"

#include <array>
#include <atomic>
#include <cerrno>
#include <exception>
#include <optional>
#include <string>
#include <thread>
#include <vector>

#include <fcntl.h>
#include <fmt/core.h>
#include <poll.h>
#include <unistd.h>

#include "adapters/mysql/bulk.h"
#include "adapters/mysql/dialect.h"
#include "adapters/mysql/errors.h"
#include "adapters/mysql/values.h"
#include "adapters/shared/value_text.h"
#include "core/base/error.h"
#include "core/base/overloaded.h"
#include "core/base/strings.h"
#include "core/db/transaction.h"

namespace covet::mysql {
namespace {

/// The client library opens a file by its name: a pipe's is /dev/fd/N, which nobody else can open,
/// and which leaves nothing behind. The end to read stays open here, so that writing never raises
/// SIGPIPE.
class Pipe {
 public:
  Pipe() {
    std::array<int, 2> ends{};
    if (::pipe2(ends.data(), O_CLOEXEC) != 0) {
      throw Error(Errc::io, "can't make a pipe for LOAD DATA", "close some files and try again");
    }
    read_ = ends[0];
    write_ = ends[1];
    ::fcntl(write_, F_SETFL, O_NONBLOCK);
    constexpr int wanted = 1 << 20;
    ::fcntl(write_, F_SETPIPE_SZ, wanted);
  }
  Pipe(const Pipe&) = delete;
  Pipe& operator=(const Pipe&) = delete;
  ~Pipe() {
    end();
    ::close(read_);
  }

  std::string name() const { return fmt::format("/dev/fd/{}", read_); }
  /// False when `gone`: nobody reads any more.
  bool write(std::string_view text, const std::atomic<bool>& gone) const {
    while (!text.empty()) {
      const ssize_t wrote = ::write(write_, text.data(), text.size());
      if (wrote > 0) {
        text.remove_prefix(static_cast<std::size_t>(wrote));
      } else if (errno == EAGAIN) {
        pollfd full{write_, POLLOUT, 0};
        constexpr int look_every_ms = 50;
        ::poll(&full, 1, look_every_ms);
        if (gone) return false;
      } else if (errno != EINTR) {
        return false;
      }
    }
    return true;
  }
  void end() {
    if (write_ >= 0) ::close(write_);
    write_ = -1;
  }

 private:
  int read_ = -1;
  int write_ = -1;
};

void append_field(std::string& text, std::string_view field) {
  for (const char c : field) {
    switch (c) {
      case '\\':
        text += "\\\\";
        break;
      case '\t':
        text += "\\t";
        break;
      case '\n':
        text += "\\n";
        break;
      case '\0':
        text += "\\0";
        break;
      default:
        text += c;
    }
  }
}

/// As LOAD DATA reads it; blobs as hexadecimal digits.
void append_value(std::string& text, const Value& value) {
  std::visit(overloaded{
                 [&](Null) { text += "\\N"; },
                 [&](bool flag) { text += flag ? '1' : '0'; },
                 [&](std::int64_t number) { adapters::append_digits(text, number); },
                 [&](std::uint64_t number) { adapters::append_digits(text, number); },
                 [&](const Decimal& number) { append_field(text, number.text); },
                 [&](const std::string& string) { append_field(text, string); },
                 [&](const Json& json) { append_field(text, json.text); },
                 [&](const Bytes& bytes) { text += adapters::to_hex(bytes); },
                 [&](Timestamp moment) { append_field(text, adapters::date_time_text(moment)); },
                 [&](double number) { text += dialect().literal(number); },
                 [&](const auto& other) { append_field(text, to_text(other)); },
             },
             value);
}

/// (`a`, @covet_1) SET `b` = UNHEX(@covet_1): columns of bytes and bits take no text as it is.
std::string column_list(MysqlConnection& connection, const BulkTarget& target,
                        std::vector<bool>& bytes) {
  const std::vector<Holds> holds = connection.describe(
      fmt::format("SELECT {} FROM {} LIMIT 0", quoted_columns(target), quoted_table(target)));
  std::vector<std::string> places;
  std::vector<std::string> assigned;
  for (std::size_t i = 0; i < holds.size(); ++i) {
    const std::string column = dialect().quote(target.columns.at(i));
    bytes.push_back(holds[i] == Holds::bytes);
    if (!bytes.back() && holds[i] != Holds::bits) {
      places.push_back(column);
      continue;
    }
    places.push_back(fmt::format("@covet_{}", i));
    assigned.push_back(column + (bytes.back() ? " = UNHEX(" + places.back() + ")"
                                              : " = CAST(" + places.back() + " AS UNSIGNED)"));
  }
  std::string text = "(" + join(places, ", ") + ")";
  if (!assigned.empty()) text += " SET " + join(assigned, ", ");
  return text;
}

class LoadDataWriter final : public BulkWriter {
 public:
  LoadDataWriter(MysqlConnection& connection, const BulkTarget& target)
      : connection_(connection), width_(target.columns.size()), transaction_(connection) {
    sql_ = fmt::format(
        "LOAD DATA LOCAL INFILE {} INTO TABLE {} CHARACTER SET utf8mb4 FIELDS TERMINATED BY '\\t' "
        "ESCAPED BY '\\\\' LINES TERMINATED BY '\\n' {}",
        quoted_text(pipe_.name()), quoted_table(target), column_list(connection, target, bytes_));
    loader_ = std::thread([this] { load(); });
  }
  LoadDataWriter(const LoadDataWriter&) = delete;
  LoadDataWriter& operator=(const LoadDataWriter&) = delete;
  ~LoadDataWriter() override { join(); }

  void add(std::span<const Value> row) override {
    require_width(row.size(), width_);
    for (std::size_t i = 0; i < row.size(); ++i) {
      if (i > 0) buffer_ += '\t';
      const auto* text = std::get_if<std::string>(&row[i]);
      if (text != nullptr && bytes_[i]) {
        buffer_ += adapters::to_hex(std::as_bytes(std::span(*text)));
      } else {
        append_value(buffer_, row[i]);
      }
    }
    buffer_ += '\n';
    ++rows_;
    constexpr std::size_t enough = 1U << 16U;
    if (buffer_.size() >= enough) send();
  }

  std::uint64_t finish() override {
    send();
    join();
    if (fault_) std::rethrow_exception(fault_);
    require_all();
    transaction_.commit();
    return rows_;
  }

 private:
  void load() {
    try {
      loaded_ = connection_.execute(sql_);
    } catch (...) {
      fault_ = std::current_exception();
    }
    gone_ = true;
  }

  void send() {
    if (!pipe_.write(buffer_, gone_)) {
      join();
      if (fault_) std::rethrow_exception(fault_);
      throw Error(Errc::internal, "LOAD DATA ended before its rows");
    }
    buffer_.clear();
  }

  void join() {
    pipe_.end();
    if (loader_.joinable()) loader_.join();
  }

  void require_all() {
    for (const Row& row : connection_.fetch_all("SHOW WARNINGS LIMIT 20")) {
      if (as_string(row[std::size_t{0}]) == "Note") continue;
      const Refusal refusal{static_cast<int>(as_int(row[std::size_t{1}])), "",
                            as_string(row[std::size_t{2}])};
      throw statement_error(refusal, sql_);
    }
    if (loaded_ == rows_) return;
    throw Error(Errc::statement,
                fmt::format("the server took {} of {}", loaded_, count_of(rows_, "row")),
                "look for rows that its tables or triggers refuse");
  }

  MysqlConnection& connection_;
  std::size_t width_;
  std::vector<bool> bytes_;
  Transaction transaction_;
  Pipe pipe_;
  std::string sql_;
  std::string buffer_;
  std::uint64_t rows_ = 0;
  std::uint64_t loaded_ = 0;
  std::exception_ptr fault_;
  std::atomic<bool> gone_ = false;
  std::thread loader_;
};

}  // namespace

std::unique_ptr<BulkWriter> open_load_data(MysqlConnection& connection, const BulkTarget& target) {
  return std::make_unique<LoadDataWriter>(connection, target);
}

}  // namespace covet::mysql
