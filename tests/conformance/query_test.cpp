#include <algorithm>
#include <filesystem>
#include <iterator>

#include <fmt/core.h>

#include "core/base/strings.h"
#include "core/db/transaction.h"
#include "core/query/compile.h"
#include "core/query/parse.h"
#include "core/query/receive.h"
#include "tests/conformance/surface.h"
#include "tests/support/golden.h"
#include "tests/support/queries.h"
#include "tests/support/text_file.h"

// Every query of tests/golden/query on every engine: the same rows.
namespace covet::tests {
namespace {

namespace fs = std::filesystem;

/// One line a row. What has no order is sorted.
std::string told(const query::Query& query, const query::Compiled& made, const Rows& rows) {
  std::vector<std::string> lines;
  for (const Row& row : rows) {
    std::vector<std::string> values;
    for (std::size_t i = 0; i < row.size(); ++i) {
      const Value value = query::received(made.outputs.at(i), row[i]);
      values.push_back(to_text(value));
    }
    lines.push_back(covet::join(values, " | "));
  }
  if (query.order.empty()) std::ranges::sort(lines);
  std::string text;
  for (const std::string& line : lines)
    text += line + "\n";
  return text.empty() ? "none\n" : text;
}

class Queries : public testing::Test {
 public:
  Queries(std::string engine, fs::path file)
      : engine_(std::move(engine)), file_(std::move(file)), database_(engine_) {}

  void TestBody() override {
    build();
    const std::string text = read_text(file_);
    Txtar cases = parse_txtar(text);
    Txtar made;
    made.comment = cases.comment;
    for (const QueryCase& each : query_cases(cases)) {
      const std::string* const expected = rows_of(cases, each.name);
      for (const Txtar::File& part : cases.files) {
        if (part.name == each.name ||
            (part.name.starts_with(each.name + ": ") && part.name != each.name + ": rows"))
          made.set(part.name, part.text);
      }
      const std::string refused = cases.text(each.name + ": " + engine_);
      if (refused.starts_with("refused: ")) {
        if (expected != nullptr) made.set(each.name + ": rows", *expected);
        continue;
      }
      const std::string got = run(each);
      EXPECT_FALSE(got.starts_with("failed: ")) << each.name << ": " << got;
      if (updating_goldens() && expected == nullptr) {
        made.set(each.name + ": rows", got);
      } else {
        made.set(each.name + ": rows", expected == nullptr ? "" : *expected);
        EXPECT_EQ(expected == nullptr ? "" : *expected, got)
            << file_.string() << ": " << each.name << "\n"
            << each.query << refused;
      }
    }
    if (updating_goldens() && print_txtar(made) != text) write_text(file_, print_txtar(made));
  }

 private:
  static const std::string* rows_of(const Txtar& cases, const std::string& name) {
    const Txtar::File* const rows = cases.find(name + ": rows");
    return rows == nullptr ? nullptr : &rows->text;
  }

  void build() {
    connection_ = database_.connect();
    const std::string folder = file_.parent_path().string();
    models_ = query_models(folder);
    make_tables(*connection_, database_.backend(), models_);
    fill_tables(*connection_, database_.backend(), folder);
  }

  /// All rows of all models, one a line.
  std::vector<std::string> everything() {
    std::vector<std::string> lines;
    for (const model::Model& model : models_.models) {
      const query::Query all = query::QuerySet(model.handle).query();
      const query::Compiled made = query::compile(all, models_, connection_->dialect());
      const std::string told_rows = told(all, made, connection_->fetch_all(made.statement));
      for (const std::string& line : split(told_rows, '\n')) {
        if (!line.empty() && line != "none") lines.push_back(model.handle + ": " + line);
      }
    }
    std::ranges::sort(lines);
    return lines;
  }

  /// A query that writes is undone, and tells how many rows it wrote, and which were before and are
  /// afterwards.
  std::string run(const QueryCase& each) {
    try {
      const query::Query query = query::parse_query(each.query).query();
      const query::Compiled made = query::compile(query, models_, connection_->dialect());
      if (!made.outputs.empty()) return told(query, made, connection_->fetch_all(made.statement));
      Transaction undone(*connection_);
      const std::vector<std::string> before = everything();
      const std::uint64_t rows = connection_->execute(made.statement);
      const std::vector<std::string> after = everything();
      std::string changes = fmt::format("{} rows\n", rows);
      const auto add = [&](std::string_view sign, const std::vector<std::string>& those,
                           const std::vector<std::string>& others) {
        std::vector<std::string> only;
        std::ranges::set_difference(those, others, std::back_inserter(only));
        for (const std::string& line : only)
          changes += fmt::format("{} {}\n", sign, line);
      };
      add("-", before, after);
      add("+", after, before);
      return changes;
    } catch (const Error& error) {
      return "failed: " + error.message() + "\n";
    }
  }

  std::string engine_;
  fs::path file_;
  TestDatabase database_;
  std::unique_ptr<Connection> connection_;
  model::ModelSet models_;
};

int register_queries() {
  std::vector<fs::path> files;
  for (const fs::directory_entry& entry : fs::recursive_directory_iterator(query_folder())) {
    if (entry.path().extension() == ".txt") files.push_back(entry.path());
  }
  std::ranges::sort(files);
  for (const std::string& engine : engines()) {
    for (const fs::path& file : files) {
      testing::RegisterTest("Queries", (engine + "_" + file.stem().string()).c_str(), nullptr,
                            nullptr, __FILE__, __LINE__, [engine, file]() -> testing::Test* {
                              return std::make_unique<Queries>(engine, file).release();
                            });
    }
  }
  return static_cast<int>(files.size());
}

const int registered = register_queries();

}  // namespace
}  // namespace covet::tests
