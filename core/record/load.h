#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "core/base/clock.h"
#include "core/db/connection.h"
#include "core/model/model.h"
#include "core/query/spelling.h"
#include "core/record/observer.h"
#include "core/record/row_reader.h"
#include "core/record/transfer.h"
#include "core/validate/row.h"

namespace covet::record {

struct Loaded {
  std::string model;
  std::uint64_t rows = 0;
};

/// Rows that stand in no file. Immutable while they are loaded.
class RowSource {
 public:
  virtual ~RowSource() = default;
  /// How many there are of each model that has some.
  virtual std::vector<Loaded> counts() const = 0;
  /// Gives each row of a model, as its columns hold it: each time the same rows, each with the same
  /// fields. `take` may change the row that it gets.
  virtual void each(const model::Model& model,
                    const std::function<void(validate::Row&)>& take) const = 0;
};

/// Brings rows from files into a database, all or none. Reads the files twice: check() says what is
/// wrong with them, load() writes; memory is that of a row, or of a batch. The models (those of
/// with_junctions) and the clock must outlive it.
class Load {
 public:
  /// What becomes of a row whose key is there already.
  enum class Taken : std::uint8_t { fail, update };

  Load(const model::ModelSet& models, std::vector<RowFile> files, Taken taken = Taken::fail,
       Clock& clock = system_clock());

  /// Rows that are valid by the word of their source, for models of the set. It must outlive this.
  Load(const model::ModelSet& models, const RowSource& source)
      : models_(models), source_(&source) {}

  /// Reads and validates every row, and asks no database. What a row gives for its key, auto_now
  /// and auto_now_add is taken. Throws Error{usage} whose diagnostics hold every fault by file and
  /// line; Error{io}.
  void check();

  /// In one transaction (a savepoint where one is open), in an order in which rows find those that
  /// they refer to; keys that go in a circle are put off as the engine can. Afterwards the database
  /// makes keys beyond the loaded ones. check() comes first. Throws Error{foreign_key_violation}
  /// for a row that refers to none, Error{unsupported} for a circle that can't be loaded, and what
  /// Connection does: then nothing was loaded.
  void load(Connection& connection);
  /// `observer`, which must outlive it, hears of the rows that load() writes, as of a Store's;
  /// null: nobody. Where it wants them, rows whose key the database makes cost a statement each,
  /// and with Taken::update all are read before and after.
  void observed_by(Observer* observer) { observer_ = observer; }

  /// Hears now and then while load() works which model's rows are written, and how many of all are.
  using Progress = std::function<void(const model::Model& model, std::uint64_t rows)>;
  void on_progress(Progress progress) { progress_ = std::move(progress); }

  /// By model, in the order of handles.
  std::vector<Loaded> counts() const;

 private:
  /// Rows of one model that stand together in a file.
  struct Stretch {
    std::size_t file;
    RowPlace from;
    std::uint64_t rows = 0;
  };
  struct Work {
    std::vector<Stretch> stretches{};
    std::vector<std::string> names{};  ///< the fields of the row before
    std::size_t changes = 0;           ///< how often those differ, the first row too
    std::uint64_t rows = 0;
  };
  class Writer;
  using Names = std::vector<std::string>;
  /// Gets a row, and which of its fields were given; the others were filled in.
  using Take = std::function<void(validate::Row&, const Names& given)>;

  std::vector<validate::Fault> complete(const model::Model& model, validate::Row& row) const;
  void check_file(std::size_t file, std::vector<Diagnostic>& faults);
  void note(const model::Model& model, const validate::Row& row);
  void each(const model::Model& model, const Take& take) const;
  void write(Connection& connection, const model::Model& model, const std::vector<Reference>& late,
             std::uint64_t& rows) const;
  void fill_late(Connection& connection, const Reference& late) const;
  void check_references(Connection& connection, const std::vector<Reference>& references) const;
  void move_keys(Connection& connection, const model::Model& model) const;
  LoadOrder order(const query::Spelling& spelling, const std::vector<Reference>& references) const;

  const model::ModelSet& models_;
  std::vector<RowFile> files_{};
  Taken taken_ = Taken::fail;
  Clock& clock_ = system_clock();
  const RowSource* source_ = nullptr;
  std::map<const model::Model*, validate::Validator> validators_{};
  std::map<const model::Model*, Work> work_;
  Observer* observer_ = nullptr;
  Progress progress_{};
};

}  // namespace covet::record
