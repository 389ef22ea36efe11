#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "cli/style.h"

namespace covet::cli {

/// A column of a table on the screen. Where a table is too wide, the column with the highest
/// `priority` number goes first; 0 never goes.
struct TableColumn {
  std::string title;
  bool right_aligned = false;
  int priority = 0;
};

struct Cell {
  Cell() = default;
  Cell(std::string plain) : text(std::move(plain)) {}
  Cell(std::string plain, Colour with) : text(std::move(plain)), colour(with), painted(true) {}
  std::string text;
  Colour colour = Colour::dim;
  bool painted = false;
};

/// Lines of equally wide columns; widths are what a terminal shows. A column in which nothing
/// stands is left out.
class Table {
 public:
  explicit Table(std::vector<TableColumn> columns) : columns_(std::move(columns)) {}
  void add(std::vector<Cell> row);
  bool empty() const { return rows_.empty(); }
  /// `width` 0: as wide as it gets.
  std::string text(const Style& style, std::size_t width, std::size_t indent = 0) const;

 private:
  std::vector<std::size_t> widths() const;
  std::vector<TableColumn> columns_;
  std::vector<std::vector<Cell>> rows_;
};

}  // namespace covet::cli
