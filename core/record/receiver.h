#pragma once

#include <map>
#include <memory>
#include <string>
#include <vector>

#include "core/query/keyset.h"
#include "core/record/record.h"

namespace covet::record {

/// Makes records of the rows of one statement: the flat columns of select_related become records
/// within records. The models must outlive it.
class Receiver {
 public:
  Receiver(const model::ModelSet& models, const query::Query& query, query::PageQuery page);

  const Statement& statement() const { return page_.compiled.statement; }
  Record record(const Row& row);
  /// Where the last record stands in the page's order; nothing without a page.
  const std::vector<Value>& keys() const { return keys_; }

 private:
  /// A record, and those within it, by the places of their values in a row.
  struct Node {
    const model::Model* model = nullptr;
    std::shared_ptr<std::vector<std::string>> names = std::make_shared<std::vector<std::string>>();
    std::vector<std::size_t> places{};
    std::map<std::string, Node> parts{};
  };

  void place(Node& node, const std::string& path, const std::string& name, std::size_t index);
  std::optional<Record> build(const Node& node, bool required);

  const model::ModelSet& models_;
  query::PageQuery page_;
  std::vector<std::string> related_;
  Node root_;
  std::vector<Value> values_;
  std::vector<Value> keys_;
};

}  // namespace covet::record
