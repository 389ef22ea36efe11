#include "cli/table.h"

#include <algorithm>
#include <numeric>

#include "core/base/strings.h"

namespace covet::cli {
namespace {

constexpr std::size_t gap = 2;

std::size_t total(const std::vector<std::size_t>& widths) {
  std::size_t sum = 0;
  for (const std::size_t width : widths)
    sum += width == 0 ? 0 : width + gap;
  return sum < gap ? 0 : sum - gap;
}

}  // namespace

void Table::add(std::vector<Cell> row) {
  row.resize(columns_.size());
  rows_.push_back(std::move(row));
}

std::vector<std::size_t> Table::widths() const {
  std::vector<std::size_t> result(columns_.size(), 0);
  for (std::size_t i = 0; i < columns_.size(); ++i) {
    for (const auto& row : rows_)
      result[i] = std::max(result[i], display_width(row[i].text));
    if (result[i] > 0) result[i] = std::max(result[i], display_width(columns_[i].title));
  }
  return result;
}

std::string Table::text(const Style& style, std::size_t width, std::size_t indent) const {
  std::vector<std::size_t> wide = widths();
  while (width > 0 && total(wide) + indent > width) {
    std::size_t victim = columns_.size();
    for (std::size_t i = 0; i < columns_.size(); ++i) {
      if (wide[i] == 0 || columns_[i].priority == 0) continue;
      if (victim == columns_.size() || columns_[i].priority > columns_[victim].priority) victim = i;
    }
    if (victim == columns_.size()) break;
    wide[victim] = 0;
  }

  std::string out;
  const auto line = [&](const auto& cell_of) {
    std::string text(indent, ' ');
    for (std::size_t i = 0; i < columns_.size(); ++i) {
      if (wide[i] == 0) continue;
      const Cell cell = cell_of(i);
      const std::string fill(wide[i] - std::min(wide[i], display_width(cell.text)), ' ');
      const std::string shown = cell.painted ? style.paint(cell.colour, cell.text) : cell.text;
      text += columns_[i].right_aligned ? fill + shown : shown + fill;
      text += std::string(gap, ' ');
    }
    text.erase(text.find_last_not_of(' ') + 1);
    out += text + "\n";
  };
  const bool titled =
      std::ranges::any_of(columns_, [](const TableColumn& c) { return !c.title.empty(); });
  if (titled) line([&](std::size_t i) { return Cell(columns_[i].title, Colour::dim); });
  for (const auto& row : rows_)
    line([&](std::size_t i) { return row[i]; });
  return out;
}

}  // namespace covet::cli
