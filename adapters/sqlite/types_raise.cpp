#include <algorithm>
#include <array>
#include <charconv>
#include <limits>
#include <utility>

#include "adapters/sqlite/dialect.h"
#include "adapters/sqlite/sql_reader.h"
#include "adapters/sqlite/types.h"
#include "core/base/strings.h"

namespace covet::sqlite {
namespace {

using model::Field;
using model::FieldType;
using schema::Column;

/// "VARCHAR(50)" taken apart.
struct TypeText {
  std::string name;  ///< lower case
  std::vector<std::int64_t> numbers;
};

TypeText take_apart(const std::string& type) {
  TypeText result;
  const std::size_t open = type.find('(');
  result.name = to_lower(trim(std::string_view(type).substr(0, open)));
  if (open == std::string::npos) return result;
  for (const Token& token :
       lex_code(std::string_view(type).substr(open), dialect().lexical_rules())) {
    std::int64_t number = 0;
    if (token.kind != TokenKind::number) continue;
    std::from_chars(token.text.data(), token.text.data() + token.text.size(), number);
    result.numbers.push_back(number);
  }
  return result;
}

struct Known {
  std::string_view name;
  FieldType type;
};

/// Names of other engines too: SQLite takes any word for a type.
constexpr std::array<Known, 36> known_types{{
    {"varchar", FieldType::char_},
    {"nvarchar", FieldType::char_},
    {"varchar2", FieldType::char_},
    {"character varying", FieldType::char_},
    {"varying character", FieldType::char_},
    {"char", FieldType::char_},
    {"character", FieldType::char_},
    {"nchar", FieldType::char_},
    {"native character", FieldType::char_},
    {"text", FieldType::text},
    {"clob", FieldType::text},
    {"integer", FieldType::integer},
    {"int", FieldType::integer},
    {"int4", FieldType::integer},
    {"mediumint", FieldType::integer},
    {"bigint", FieldType::big_integer},
    {"int8", FieldType::big_integer},
    {"smallint", FieldType::small_integer},
    {"tinyint", FieldType::small_integer},
    {"int2", FieldType::small_integer},
    {"real", FieldType::float_},
    {"float", FieldType::float_},
    {"double", FieldType::float_},
    {"double precision", FieldType::float_},
    {"decimal", FieldType::decimal},
    {"numeric", FieldType::decimal},
    {"boolean", FieldType::boolean},
    {"bool", FieldType::boolean},
    {"datetime", FieldType::date_time},
    {"timestamp", FieldType::date_time},
    {"date", FieldType::date},
    {"time", FieldType::time},
    {"json", FieldType::json},
    {"uuid", FieldType::uuid},
    {"guid", FieldType::uuid},
    {"blob", FieldType::binary},
}};

bool takes_collation(FieldType type) {
  return type == FieldType::char_ || type == FieldType::text || type == FieldType::enum_;
}

bool is_fixed(std::string_view name) {
  return name == "char" || name == "character" || name == "nchar" || name == "native character";
}

/// False where the numbers in parentheses don't make a field of this type.
bool set_numbers(Field& field, const TypeText& text) {
  const auto& numbers = text.numbers;
  if (field.type == FieldType::char_) {
    if (text.name == "char" && numbers.size() == 1 && numbers[0] == 36) {
      field.type = FieldType::uuid;
      return true;
    }
    if (numbers.size() != 1) return false;
    field.max_length = numbers[0];
    field.fixed = is_fixed(text.name);
    return true;
  }
  if (field.type == FieldType::decimal) {
    if (numbers.empty() || numbers.size() > 2) return false;
    field.max_digits = numbers[0];
    field.decimal_places = numbers.size() == 2 ? numbers[1] : 0;
  }
  return true;
}

Field native(const Column& column) {
  Field field;
  field.type = FieldType::native;
  field.native_sql.by_engine["sqlite"] = column.type;
  return field;
}

Field typed(const Column& column) {
  const TypeText text = take_apart(column.type);
  const auto it = std::find_if(known_types.begin(), known_types.end(),
                               [&](const Known& known) { return known.name == text.name; });
  if (it == known_types.end()) return native(column);
  Field field;
  field.type = it->type;
  if (!set_numbers(field, text)) return native(column);
  if (!column.collation.empty() && !takes_collation(field.type)) return native(column);
  return field;
}

/// The texts of `"c" IN ('a', 'b')`; empty where the check is another.
std::vector<model::Choice> choices_of(const std::string& check, const std::string& column) {
  std::vector<model::Choice> choices;
  const std::string begin = dialect().quote(column) + " IN (";
  if (!check.starts_with(begin)) return choices;
  const std::string_view rest = std::string_view(check).substr(begin.size());
  for (const Token& token : lex_code(rest, dialect().lexical_rules())) {
    if (token.kind == TokenKind::string) choices.push_back(model::Choice{unquote(token)});
  }
  return choices;
}

/// Takes the check that covet's own type would have brought along, if it is there to the letter.
void take_type_check(Field& field, const Column& column, const schema::Table& table,
                     std::vector<std::string>& consumed) {
  const std::string name = schema::generated_name(table.name.name, {column.name}, "check");
  const auto check = std::find_if(table.checks.begin(), table.checks.end(),
                                  [&](const schema::Check& c) { return c.name == name; });
  const auto take = [&](const Field& with) {
    if (check == table.checks.end()) return false;
    if (type_check(with, column.name, {}) != check->sql) return false;
    consumed.push_back(name);
    return true;
  };
  if (field.type == FieldType::text && check != table.checks.end()) {
    Field as_enum = field;
    as_enum.type = FieldType::enum_;
    as_enum.choices = choices_of(check->sql, column.name);
    if (!as_enum.choices.empty() && take(as_enum)) field = std::move(as_enum);
    return;
  }
  const bool wants_check = !type_check(field, column.name, {}).empty();
  if (wants_check && !take(field)) field.db_type.by_engine["sqlite"] = column.type;
}

template <class Parse>
bool parses(const std::string& text, Parse parse) {
  try {
    parse(text);
    return true;
  } catch (const Error&) {
    return false;
  }
}

/// True if a model may give `text` as this field's default.
bool fits(const Field& field, const std::string& text) {
  const FieldType type = field.type;
  if (type == FieldType::char_) {
    return std::cmp_less_equal(code_points(text), field.max_length.value_or(0));
  }
  if (type == FieldType::enum_) {
    return std::any_of(field.choices.begin(), field.choices.end(),
                       [&](const model::Choice& choice) { return choice.value == text; });
  }
  if (type == FieldType::date_time) return parses(text, parse_timestamp);
  if (type == FieldType::date) return parses(text, parse_date);
  if (type == FieldType::time) return parses(text, parse_time);
  if (type == FieldType::uuid) return parses(text, parse_uuid);
  return type == FieldType::text;
}

bool is_plain_decimal(const Field& field, std::string_view sql) {
  if (sql.starts_with('-')) sql.remove_prefix(1);
  const std::size_t point = std::min(sql.find('.'), sql.size());
  const std::size_t places = point < sql.size() ? sql.size() - point - 1 : 0;
  const std::size_t zeros = std::min(sql.find_first_not_of('0'), point);
  const std::int64_t most_places = field.decimal_places.value_or(0);
  return point > 0 && sql.find_first_not_of("0123456789.") == std::string_view::npos &&
         std::cmp_less_equal(places, most_places) &&
         std::cmp_less_equal(point - zeros, field.max_digits.value_or(0) - most_places);
}

std::int64_t highest(FieldType type) {
  if (type == FieldType::small_integer) return std::numeric_limits<std::int16_t>::max();
  if (type == FieldType::integer) return std::numeric_limits<std::int32_t>::max();
  return std::numeric_limits<std::int64_t>::max();
}

std::optional<Value> number_of(const Field& field, std::string_view sql) {
  const char* const end = sql.data() + sql.size();
  if (field.type == FieldType::decimal && is_plain_decimal(field, sql)) {
    return Decimal{std::string(sql)};
  }
  if (field.type == FieldType::float_) {
    double real = 0;
    const auto read = std::from_chars(sql.data(), end, real);
    if (read.ec == std::errc() && read.ptr == end) return real;
  }
  if (field.type == FieldType::integer || field.type == FieldType::big_integer ||
      field.type == FieldType::small_integer) {
    std::int64_t number = 0;
    const auto read = std::from_chars(sql.data(), end, number);
    const std::int64_t most = highest(field.type);
    if (read.ec == std::errc() && read.ptr == end && number <= most && number >= -most)
      return number;
  }
  return std::nullopt;
}

/// The value that a model could give for the literal `sql`; none where the field's type takes no
/// such thing.
std::optional<Value> value_of(const Field& field, const std::string& sql) {
  const auto tokens = lex_code(sql, dialect().lexical_rules());
  if (tokens.size() == 1 && tokens.front().kind == TokenKind::string && sql.front() == '\'') {
    std::string text = unquote(tokens.front());
    const bool json = field.type == FieldType::json || field.type == FieldType::array;
    if (json && (text == "{}" || text == "[]")) return Json{text};
    if (fits(field, text)) return text;
    return std::nullopt;
  }
  if (field.type == FieldType::boolean && (sql == "0" || sql == "1")) return sql == "1";
  return number_of(field, sql);
}

void set_default(Field& field, const Column& column) {
  if (!column.default_sql) return;
  const std::string& sql = *column.default_sql;
  const bool moment = field.type == FieldType::date_time || field.type == FieldType::date ||
                      field.type == FieldType::time;
  field.auto_now_add = moment;
  if (moment && default_of(field) == sql) return;
  field.auto_now_add = false;
  if (const auto value = is_constant(sql) ? value_of(field, sql) : std::nullopt) {
    field.default_value = *value;
    if (default_of(field) == sql) return;
  }
  field.default_value = model::SqlText{{{"sqlite", sql}}};
}

}  // namespace

Field raise(const Column& column, const schema::Table& table, std::vector<std::string>& consumed) {
  Field field = typed(column);
  if (column.identity) field.auto_increment = model::AutoIncrement{};
  take_type_check(field, column, table, consumed);
  if (field.type != FieldType::native && type_of(field) != column.type) {
    field.db_type.by_engine["sqlite"] = column.type;
  }
  field.nullable = column.nullable;
  field.collation = column.collation;
  set_default(field, column);
  if (column.generated) {
    field.generated.by_engine["sqlite"] = column.generated->sql;
    field.stored = column.generated->stored;
  }
  return field;
}

}  // namespace covet::sqlite
