#pragma once

#include <cstdint>
#include <filesystem>
#include <fstream>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "core/model/model.h"
#include "core/record/csv.h"
#include "core/record/fixture.h"
#include "core/validate/registry.h"

namespace covet::record {

enum class RowFormat : std::uint8_t { json_lines, csv, toml };

/// A file of rows.
struct RowFile {
  std::filesystem::path path;
  std::string shown;  ///< as messages name it
  RowFormat format = RowFormat::json_lines;
  /// The model whose rows these are, where they don't say it; "": they do.
  std::string model{};
};

/// Its name says that it holds rows: .jsonl, .csv, .toml.
bool is_row_file(const std::filesystem::path& path);

/// The files of rows that these paths mean: themselves, or those of a folder. A file's model is its
/// name without .jsonl, .csv or .toml; the tables of TOML name theirs. Throws Error{not_found} for
/// what isn't there, Error{usage} for other files and a folder without any.
std::vector<RowFile> row_files(const std::filesystem::path& folder,
                               const std::vector<std::string>& paths);

/// Where a row begins.
struct RowPlace {
  std::uint64_t offset = 0;  ///< in bytes; of TOML: which table it is
  std::size_t line = 1;
};

/// What one line, or one record of CSV, says.
struct ReadRow {
  const model::Model* model = nullptr;  ///< null where `fault` says why
  validate::Row row{};
  std::optional<validate::Fault> fault{};
};

/// Reads rows one after the other, in constant memory but for TOML. The models and the file's
/// description must outlive it. Throws Error{io}.
class RowReader {
 public:
  RowReader(const model::ModelSet& models, const RowFile& file,
            std::optional<RowPlace> from = std::nullopt);

  /// False at the end, and behind a fault after which nothing can be read.
  bool next(ReadRow& read);
  /// Where the row that was read last begins.
  const RowPlace& place() const { return place_; }

 private:
  void read_header();
  void read_tables(std::optional<RowPlace> from);
  bool next_table(ReadRow& read);
  bool next_line(ReadRow& read);
  bool next_record(ReadRow& read);
  void parse_line(const std::string& line, ReadRow& read) const;
  bool choose(const std::string& model, ReadRow& read) const;
  void fail(ReadRow& read, std::string message, std::string help = {}) const;

  const model::ModelSet& models_;
  const RowFile& file_;
  std::ifstream in_;
  RowPlace next_{};
  RowPlace place_{};
  bool ended_ = false;
  std::unique_ptr<CsvReader> csv_;
  std::vector<CsvField> header_;
  std::vector<CsvField> fields_;
  std::optional<validate::Fault> header_fault_;
  std::vector<FixtureRow> tables_;
  std::size_t table_ = 0;
};

}  // namespace covet::record
