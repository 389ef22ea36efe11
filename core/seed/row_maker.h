#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "core/record/transfer.h"
#include "core/seed/maker.h"

namespace covet::seed {

class RowMaker;

/// The rows that a reference may point to: those that are made of another model, or some that are
/// in the database, by the fields that it refers to.
struct Targets {
  const RowMaker* made = nullptr;
  std::vector<std::vector<Value>> there{};
};

/// Makes the rows of one model, each from its number alone: nothing is remembered, and keys are
/// unique because numbers are. Once settled it is immutable, and several threads may use it. The
/// models, the references and the makers of other models must outlive it.
class RowMaker {
 public:
  /// Throws Error{unsupported} for a field whose values can't be made up.
  RowMaker(const Purpose& purpose, const std::vector<record::Reference>& references, Dice dice);

  const model::Model& model() const { return purpose_.model; }
  /// What a row holds a value for.
  const std::vector<std::string>& fields() const { return fields_; }
  /// Those that are to be given their targets.
  std::vector<const record::Reference*> references() const;

  void refer(const record::Reference& reference, Targets targets);
  /// `first`: as many numbers are taken.
  void number(std::uint64_t first, std::uint64_t rows);
  std::uint64_t first() const { return first_; }
  std::uint64_t rows() const { return rows_; }

  /// To be called when all makers have their targets and numbers, and again where some of these
  /// changed. Says how many rows there can be, and which fields would have the same values in more.
  struct Limit {
    std::uint64_t rows = endless;
    std::vector<std::string> fields{};
  };
  Limit settle();

  /// The value of the field at `place` in fields(), of the row with that number.
  Value value(std::size_t place, std::uint64_t number) const;

 private:
  /// Fields whose values are made together: one, or those of a reference.
  struct Part {
    std::vector<std::size_t> places;
    Dice dice;
    std::unique_ptr<Maker> maker{};  ///< null for a reference
    const record::Reference* reference = nullptr;
    Targets targets{};
    std::vector<std::size_t> target_places{};
    bool optional = false;
    // How a number becomes one below its capacity; see index_of.
    bool distinct = false;
    bool from_first = false;  ///< numbers count from first()
    std::uint64_t modulus = 0;
    std::uint64_t stride = 1;
    std::uint64_t divisor = 1;
    std::uint64_t radix = endless;
  };

  void add_references(const std::vector<record::Reference>& references);
  void add_fields();
  std::optional<std::size_t> place_of(const std::string& field) const;
  bool refers_to_itself(const Part& part) const { return part.targets.made == this; }
  std::uint64_t capacity_of(const Part& part) const;
  std::vector<Part*> parts_within(const std::vector<std::string>& set);
  Limit keep_apart(const std::vector<std::string>& set);
  Limit keep_one_apart(Part& part);
  std::uint64_t index_of(const Part& part, std::uint64_t number) const;
  std::optional<std::uint64_t> target_of(const Part& part, std::uint64_t number, Dice dice) const;
  Value referred(const Part& part, std::size_t place, std::uint64_t number) const;

  Purpose purpose_;
  Dice dice_;
  std::vector<std::string> fields_;
  std::vector<Part> parts_;
  std::vector<std::size_t> part_of_;
  std::vector<std::vector<std::string>> unique_;
  std::uint64_t first_ = 0;
  std::uint64_t rows_ = 0;
};

}  // namespace covet::seed
