#pragma once

#include <optional>
#include <string>
#include <vector>

#include <pqxx/pqxx>

/// The differences between libpqxx 6.4 and 7; nobody else asks for PQXX_VERSION.
namespace covet::postgresql::compat {

using Params = std::vector<std::optional<std::string>>;

#if PQXX_VERSION_MAJOR < 7

inline pqxx::result run(pqxx::transaction_base& session, const std::string& sql,
                        const Params& params) {
  if (params.empty()) return session.exec(sql);
  std::vector<const char*> texts;
  texts.reserve(params.size());
  for (const auto& param : params)
    texts.push_back(param ? param->c_str() : nullptr);
  return session.exec_params(sql, pqxx::prepare::make_dynamic_params(texts));
}

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

inline pqxx::result run(pqxx::transaction_base& session, const std::string& sql,
                        const Params& params) {
  if (params.empty()) return session.exec(sql);
  pqxx::params list;
  for (const auto& param : params) {
    if (param) {
      list.append(*param);
    } else {
      list.append();
    }
  }
#if PQXX_VERSION_MAJOR > 7 || PQXX_VERSION_MINOR >= 10
  return session.exec(sql, list);
#else
  return session.exec_params(sql, list);
#endif
}

inline void never_reconnect(pqxx::connection&) {}

inline std::string state_of(const pqxx::failure& failure) {
  const auto* sql = dynamic_cast<const pqxx::sql_error*>(&failure);
  return sql != nullptr ? std::string(sql->sqlstate()) : std::string();
}

#endif

}  // namespace covet::postgresql::compat
