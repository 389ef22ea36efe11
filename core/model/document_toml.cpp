#include <algorithm>
#include <cmath>
#include <tuple>

#include <toml++/toml.h>

#include "core/base/strings.h"
#include "core/model/document.h"

namespace covet::model {

namespace {

Place place_of(const toml::source_region& region) {
  const bool one_line = region.begin.line == region.end.line;
  const bool ends_behind = one_line && region.end.column > region.begin.column;
  return {region.begin.line, region.begin.column,
          ends_behind ? region.end.column - region.begin.column : 1U};
}

Date date_of(const toml::date& date) {
  return {std::chrono::year(date.year), std::chrono::month(date.month), std::chrono::day(date.day)};
}

TimeOfDay time_of(const toml::time& time) {
  return std::chrono::hours(time.hour) + std::chrono::minutes(time.minute) +
         std::chrono::seconds(time.second) + std::chrono::microseconds(time.nanosecond / 1000);
}

Timestamp moment_of(const toml::date_time& moment) {
  const auto local = std::chrono::sys_days(date_of(moment.date)) + time_of(moment.time);
  return moment.offset ? local - std::chrono::minutes(moment.offset->minutes) : local;
}

std::string spelling_of(const Source& source, const Place& place) {
  // A number is ASCII, but what stands before it on the line need not be: columns are code points.
  const std::string_view line = source.line(place.line);
  std::size_t begin = 0;
  for (std::size_t column = 1; column < place.column && begin < line.size(); ++column) {
    ++begin;
    while (begin < line.size() && (static_cast<unsigned char>(line[begin]) & 0xC0U) == 0x80U)
      ++begin;
  }
  constexpr std::string_view of_numbers = "+-_.0123456789abcdefABCDEFxob";
  const std::string_view rest = line.substr(begin);
  std::string number(rest.substr(0, std::min(rest.find_first_not_of(of_numbers), rest.size())));
  std::erase(number, '_');
  if (number.starts_with('+')) number.erase(0, 1);
  return number;
}

Node convert(const toml::node& from, const Source& source);

Node::Table convert_table(const toml::table& from, const Source& source) {
  Node::Table entries;
  entries.reserve(from.size());
  for (const auto& [key, value] : from) {
    entries.push_back({std::string(key.str()), place_of(key.source()), convert(value, source)});
  }
  // toml++ keeps keys sorted; covet wants them as they were written.
  std::ranges::stable_sort(entries, {}, [](const Entry& entry) {
    return std::tuple(entry.where.line, entry.where.column);
  });
  return entries;
}

Node convert(const toml::node& from, const Source& source) {
  Node node;
  node.where = place_of(from.source());
  const auto* const own_table = from.as_table();
  if (own_table == nullptr || own_table->is_inline())
    node.end = {from.source().end.line, from.source().end.column, 0};
  if (const auto* const text = from.as_string()) {
    node.value = text->get();
  } else if (const auto* const integer = from.as_integer()) {
    node.value = integer->get();
    node.spelling = std::to_string(integer->get());
  } else if (const auto* const number = from.as_floating_point()) {
    node.value = number->get();
    node.spelling = spelling_of(source, node.where);
  } else if (const auto* const flag = from.as_boolean()) {
    node.value = flag->get();
  } else if (const auto* const date = from.as_date()) {
    node.value = date_of(date->get());
  } else if (const auto* const time = from.as_time()) {
    node.value = time_of(time->get());
  } else if (const auto* const moment = from.as_date_time()) {
    node.value = moment_of(moment->get());
  } else if (const auto* const array = from.as_array()) {
    Node::Array items;
    for (const toml::node& item : *array)
      items.push_back(convert(item, source));
    node.value = std::move(items);
  } else if (const auto* const table = from.as_table()) {
    node.value = convert_table(*table, source);
  }
  return node;
}

}  // namespace

Node parse_document(const Source& source) {
  check_toml_limits(source, Errc::model, "CV100");
  try {
    return convert(toml::parse(source.text()), source);
  } catch (const toml::parse_error& error) {
    const toml::source_position at = error.source().begin;
    throw error_of(Errc::model, source.file(),
                   {source.at(at.line, at.column, 1, "CV100", std::string(error.description()),
                              "covet reads TOML 1.0: https://toml.io/en/v1.0.0")});
  }
}

}  // namespace covet::model
