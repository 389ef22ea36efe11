#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "core/model/model.h"

namespace covet::record {

struct RouteQuestion {
  const model::Model& model;
  bool write = false;
};

/// Says which database a model's rows are in, by its name among Databases; "" is their first
/// primary. A primary's name lets its replicas answer reads; a replica's is asked alone, and is no
/// place to write. Immutable; safe from any thread where the program's own function is.
class Router {
 public:
  struct Rule {
    std::string models;  ///< a glob of handles: "log_*"
    std::string database;
  };
  using Own = std::function<std::string(const RouteQuestion&)>;

  /// All to the first primary.
  Router() = default;
  /// By the first rule that fits, else to `otherwise`.
  explicit Router(std::vector<Rule> rules, std::string otherwise = {})
      : rules_(std::move(rules)), otherwise_(std::move(otherwise)) {}
  /// As `own` says, which must answer the same question the same way within a transaction.
  explicit Router(Own own) : own_(std::move(own)) {}

  std::string database_for(const RouteQuestion& question) const;

 private:
  std::vector<Rule> rules_;
  std::string otherwise_;
  Own own_;
};

}  // namespace covet::record
