#pragma once

#include <algorithm>
#include <cstddef>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <pqxx/pqxx>

#if PQXX_VERSION_MAJOR < 7
#include <pqxx/tablereader.hxx>
#include <pqxx/tablewriter.hxx>
#endif

#include "core/base/error.h"

/// The differences between libpqxx 6.4 and 7; nobody else asks for PQXX_VERSION.
namespace covet::postgresql::compat {

using Params = std::vector<std::optional<std::string>>;

#if PQXX_VERSION_MAJOR < 7

inline std::vector<const char*> pointers(const Params& params) {
  std::vector<const char*> texts;
  texts.reserve(params.size());
  for (const auto& param : params)
    texts.push_back(param ? param->c_str() : nullptr);
  return texts;
}

inline pqxx::result run(pqxx::transaction_base& session, const std::string& sql,
                        const Params& params) {
  if (params.empty()) return session.exec(sql);
  const std::vector<const char*> texts = pointers(params);
  return session.exec_params(sql, pqxx::prepare::make_dynamic_params(texts));
}

inline pqxx::result run_prepared(pqxx::transaction_base& session, const std::string& name,
                                 const Params& params) {
  const std::vector<const char*> texts = pointers(params);
  return session.exec_prepared(name, pqxx::prepare::make_dynamic_params(texts));
}

#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wdeprecated-declarations"
/// COPY … FROM STDIN, one field after the other. `table` and `columns` are quoted already.
class CopyWriter {
 public:
  CopyWriter(pqxx::transaction_base& session, const std::string& table,
             const std::vector<std::string>& columns)
      : writer_(session, table, columns.begin(), columns.end()) {}

  void field(std::string_view text) {
    separate();
    std::size_t from = 0;
    for (auto at = text.find_first_of("\\\t\n\r"); at != std::string_view::npos;
         at = text.find_first_of("\\\t\n\r", from)) {
      buffer_.append(text, from, at - from);
      buffer_ += '\\';
      buffer_ += letter_for(text[at]);
      from = at + 1;
    }
    buffer_.append(text, from);
  }
  void null() {
    separate();
    buffer_ += "\\N";
  }
  void end_row() {
    first_ = true;
    if (buffer_.size() >= enough) {
      send();
    } else {
      buffer_ += '\n';
    }
  }
  void finish() {
    if (!buffer_.empty()) {
      buffer_.pop_back();
      send();
    }
    writer_.complete();
  }

 private:
  static constexpr std::size_t enough = 1U << 16U;

  void separate() {
    if (!first_) buffer_ += '\t';
    first_ = false;
  }
  static char letter_for(char c) { return c == '\t' ? 't' : c == '\n' ? 'n' : c == '\r' ? 'r' : c; }
  /// Writes a line end of its own behind.
  void send() {
    writer_.write_raw_line(buffer_);
    buffer_.clear();
  }

  pqxx::tablewriter writer_;
  std::string buffer_;
  bool first_ = true;
};

/// A COPY … FROM STDIN as somebody wrote it, and its lines.
class RawCopy {
 public:
  /// The library puts "COPY" before, and its own FROM STDIN behind, which the comment takes.
  RawCopy(pqxx::transaction_base& session, const std::string& command)
      : writer_(session, behind_copy(command) + "\n--") {}

  /// Without the last line end.
  void send(std::string_view lines) { writer_.write_raw_line(std::string(lines)); }
  void finish() { writer_.complete(); }

 private:
  static std::string behind_copy(const std::string& command) {
    constexpr std::string_view word = "COPY";
    const auto same = [](char a, char b) { return (a | 0x20) == (b | 0x20); };
    const auto found = std::search(command.begin(), command.end(), word.begin(), word.end(), same);
    return {found + static_cast<std::ptrdiff_t>(word.size()), command.end()};
  }

  pqxx::tablewriter writer_;
};

/// COPY (query) TO STDOUT, line by line.
class CopyReader {
 public:
  CopyReader(pqxx::transaction_base& session, const std::string& query)
      : reader_(session, "(" + query + "\n)") {}

  /// False at the end.
  bool next() { return reader_.get_raw_line(line_); }
  /// Without its line end; holds until the next one.
  std::string_view line() const {
    std::string_view line = line_;
    if (line.ends_with('\n')) line.remove_suffix(1);
    return line;
  }

 private:
  pqxx::tablereader reader_;
  std::string line_;
};
#pragma GCC diagnostic pop

/// 6.4 opens a new session by itself when the old one is lost, without its settings and locks.
inline void never_reconnect(pqxx::connection& connection) {
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wdeprecated-declarations"
  connection.inhibit_reactivation(true);
#pragma GCC diagnostic pop
}

/// Set where the exception type itself stands for a SQLSTATE that it does not carry.
inline std::string state_of(const pqxx::failure& failure) {
  if (dynamic_cast<const pqxx::deadlock_detected*>(&failure) != nullptr) return "40P01";
  if (dynamic_cast<const pqxx::serialization_failure*>(&failure) != nullptr) return "40001";
  if (dynamic_cast<const pqxx::statement_completion_unknown*>(&failure) != nullptr) return "40003";
  if (dynamic_cast<const pqxx::transaction_rollback*>(&failure) != nullptr) return "40000";
  const auto* sql = dynamic_cast<const pqxx::sql_error*>(&failure);
  return sql != nullptr ? sql->sqlstate() : std::string();
}

#else

inline pqxx::params listed(const Params& params) {
  pqxx::params list;
  for (const auto& param : params) {
    if (param) {
      list.append(*param);
    } else {
      list.append();
    }
  }
  return list;
}

inline pqxx::result run(pqxx::transaction_base& session, const std::string& sql,
                        const Params& params) {
  if (params.empty()) return session.exec(sql);
  const pqxx::params list = listed(params);
#if PQXX_VERSION_MAJOR > 7 || PQXX_VERSION_MINOR >= 10
  return session.exec(sql, list);
#else
  return session.exec_params(sql, list);
#endif
}

inline pqxx::result run_prepared(pqxx::transaction_base& session, const std::string& name,
                                 const Params& params) {
  const pqxx::params list = listed(params);
#if PQXX_VERSION_MAJOR > 7 || PQXX_VERSION_MINOR >= 10
  return session.exec(pqxx::prepped{name}, list);
#else
  return session.exec_prepared(name, list);
#endif
}

class CopyWriter {
 public:
  CopyWriter(pqxx::transaction_base& session, const std::string& table,
             const std::vector<std::string>& columns)
      : writer_(pqxx::stream_to::raw_table(session, table, joined(columns))) {}

  void field(std::string_view text) { row_.emplace_back(text); }
  void null() { row_.emplace_back(); }
  void end_row() {
    writer_.write_row(row_);
    row_.clear();
  }
  void finish() { writer_.complete(); }

 private:
  static std::string joined(const std::vector<std::string>& columns) {
    std::string text;
    for (const std::string& column : columns)
      text += (text.empty() ? "" : ",") + column;
    return text;
  }

  pqxx::stream_to writer_;
  std::vector<std::optional<std::string>> row_;
};

/// libpqxx 7 sends no lines that it hasn't made itself.
class RawCopy {
 public:
  RawCopy(pqxx::transaction_base&, const std::string&) {
    throw Error(Errc::unsupported, "the libpqxx of this covet can't send the data of a COPY",
                "write INSERT statements, or load the rows with `covet load`");
  }
  void send(std::string_view) {}
  void finish() {}
};

class CopyReader {
 public:
  CopyReader(pqxx::transaction_base& session, const std::string& query)
      : reader_(pqxx::stream_from::query(session, query + "\n")) {}

  bool next() {
    line_.emplace(reader_.get_raw_line());
    return line_->first != nullptr;
  }
  std::string_view line() const { return {line_->first.get(), line_->second}; }

 private:
  pqxx::stream_from reader_;
  std::optional<decltype(std::declval<pqxx::stream_from&>().get_raw_line())> line_;
};

inline void never_reconnect(pqxx::connection&) {}

inline std::string state_of(const pqxx::failure& failure) {
  const auto* sql = dynamic_cast<const pqxx::sql_error*>(&failure);
  return sql != nullptr ? std::string(sql->sqlstate()) : std::string();
}

#endif

/// Gives what the server says beside its answers to `hear`, as libpq words it, until it is
/// destroyed. `hear` is called from within the statement's call and must not throw.
#if PQXX_VERSION_MAJOR < 7 || (PQXX_VERSION_MAJOR == 7 && PQXX_VERSION_MINOR < 8)
class Notices final : public pqxx::errorhandler {
 public:
  Notices(pqxx::connection& connection, std::function<void(std::string_view)> hear)
      : pqxx::errorhandler(connection), hear_(std::move(hear)) {}
  bool operator()(const char text[]) noexcept override {
    hear_(text);
    return false;
  }

 private:
  std::function<void(std::string_view)> hear_;
};
#else
class Notices {
 public:
  Notices(pqxx::connection& connection, std::function<void(std::string_view)> hear)
      : connection_(connection) {
    connection_.set_notice_handler(
        [hear = std::move(hear)](pqxx::zview text) noexcept { hear(text); });
  }
  ~Notices() { connection_.set_notice_handler(nullptr); }
  Notices(const Notices&) = delete;
  Notices& operator=(const Notices&) = delete;

 private:
  pqxx::connection& connection_;
};
#endif

}  // namespace covet::postgresql::compat
