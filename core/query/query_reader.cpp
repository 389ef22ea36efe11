#include "core/query/query_reader.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <utility>

#include <fmt/core.h>

#include "core/base/error.h"
#include "core/query/parse.h"

namespace covet::query {
namespace {

constexpr std::size_t deepest = 200;
constexpr std::size_t longest_sum = 1000;

}  // namespace

const QueryWord& QueryReader::peek(std::size_t ahead) const {
  return words_[std::min(at_ + ahead, words_.size() - 1)];
}

bool QueryReader::at(std::string_view symbol) const {
  return peek().kind == QueryToken::symbol && peek().text == symbol;
}

bool QueryReader::take(std::string_view symbol) {
  if (!at(symbol)) return false;
  ++at_;
  return true;
}

void QueryReader::expect(std::string_view symbol) {
  if (!take(symbol)) unexpected(fmt::format("`{}`", symbol));
}

void QueryReader::unexpected(const std::string& wanted) const {
  const QueryWord& word = peek();
  const std::string found =
      word.kind == QueryToken::end ? "the query ends" : fmt::format("`{}` stands", word.text);
  query_fault(text_, word.offset, word.size, fmt::format("{} where {} is expected", found, wanted),
              "a query looks like: author.filter(name__contains=\"x\").order_by(\"-age\")[:10]");
}

void QueryReader::expect_end() const {
  if (peek().kind != QueryToken::end) unexpected("the end");
}

void QueryReader::fault(const Argument& at, const std::string& message,
                        const std::string& help) const {
  query_fault(text_, at.offset, at.size, message, help);
}

void QueryReader::fault(const QueryWord& at, const std::string& message,
                        const std::string& help) const {
  query_fault(text_, at.offset, at.size, message, help);
}

QuerySet QueryReader::whole_query() {
  QuerySet read = query();
  expect_end();
  return read;
}

Condition QueryReader::whole_condition() {
  std::vector<Condition> parts;
  do {
    parts.push_back(condition_of(argument()));
  } while (take(","));
  expect_end();
  if (parts.size() == 1) return parts.front();
  return Condition(ConditionNode(AllOf{std::move(parts)}));
}

Expression QueryReader::whole_expression() {
  const Argument read = argument();
  expect_end();
  return expression_of(read, false);
}

QuerySet QueryReader::query() {
  if (peek().kind != QueryToken::name) unexpected("a model's name");
  QuerySet query(words_[at_++].text);
  while (true) {
    if (at("[")) {
      query = slice(query);
    } else if (take(".")) {
      const QueryWord name = peek();
      if (name.kind != QueryToken::name) unexpected("filter(…) or another step");
      ++at_;
      if (name.text == "objects" && !at("(")) continue;
      query = apply_method(*this, query, name, arguments());
    } else {
      return query;
    }
  }
}

QuerySet QueryReader::slice(QuerySet query) {
  expect("[");
  const auto bound = [&]() -> std::optional<std::uint64_t> {
    if (peek().kind != QueryToken::number) return std::nullopt;
    const std::string& digits = peek().text;
    std::uint64_t value = 0;
    const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), value);
    if (error != std::errc() || end != digits.data() + digits.size())
      unexpected("a number of rows");
    ++at_;
    return value;
  };
  const auto from = bound();
  if (!at(":")) {
    if (!from) unexpected("a number of rows");
    expect("]");
    return query.slice(*from, *from + 1);
  }
  expect(":");
  const auto to = bound();
  expect("]");
  return query.slice(from.value_or(0), to);
}

std::vector<Argument> QueryReader::arguments() {
  expect("(");
  std::vector<Argument> all;
  while (!at(")")) {
    all.push_back(argument());
    if (!take(",") && !at(")")) unexpected("`,` or `)`");
  }
  expect(")");
  return all;
}

Argument QueryReader::argument() {
  if (peek().kind == QueryToken::name && peek(1).kind == QueryToken::symbol &&
      peek(1).text == "=") {
    const QueryWord name = peek();
    at_ += 2;
    Argument value = any_of();
    value.name = name.text;
    value.size = value.offset + value.size - name.offset;
    value.offset = name.offset;
    return value;
  }
  return any_of();
}

Argument QueryReader::made(std::size_t from, Argument::What what) const {
  const QueryWord& last = words_[at_ == 0 ? 0 : at_ - 1];
  return {.what = std::move(what), .offset = from, .size = last.offset + last.size - from};
}

Argument QueryReader::any_of() {
  if (depth_ >= deepest) {
    query_fault(text_, peek().offset, 1, "brackets stand too deep in each other",
                "build it in parts");
  }
  ++depth_;
  Argument left = all_of();
  while (take("|")) {
    const Argument right = all_of();
    left = made(left.offset, condition_of(left) || condition_of(right));
  }
  --depth_;
  return left;
}

Argument QueryReader::all_of() {
  Argument left = negation();
  while (take("&")) {
    const Argument right = negation();
    left = made(left.offset, condition_of(left) && condition_of(right));
  }
  return left;
}

Argument QueryReader::negation() {
  const std::size_t from = peek().offset;
  bool turned = false;
  bool any = false;
  while (take("~")) {
    turned = !turned;
    any = true;
  }
  Argument what = comparison();
  if (!any) return what;
  const Condition condition = condition_of(what);
  return made(from, turned ? !condition : condition);
}

Argument QueryReader::comparison() {
  constexpr std::array<std::pair<std::string_view, std::string_view>, 6> operators = {
      {{"==", "exact"}, {"!=", "ne"}, {"<=", "lte"}, {">=", "gte"}, {"<", "lt"}, {">", "gt"}}};
  Argument left = sum();
  for (const auto& [symbol, lookup] : operators) {
    if (!take(symbol)) continue;
    const Argument right = sum();
    return made(left.offset, compare(expression_of(left, false), std::string(lookup),
                                     expression_of(right, true)));
  }
  return left;
}

Argument QueryReader::sum() {
  Argument left = product();
  for (std::size_t terms = 1; at("+") || at("-"); ++terms) {
    if (terms > longest_sum) unexpected("a shorter sum");
    const bool plus = words_[at_++].text == "+";
    const Argument right = product();
    const Expression a = expression_of(left, false);
    const Expression b = expression_of(right, false);
    left = made(left.offset, plus ? a + b : a - b);
  }
  return left;
}

Argument QueryReader::product() {
  Argument left = unary();
  for (std::size_t factors = 1; at("*") || at("/") || at("%"); ++factors) {
    if (factors > longest_sum) unexpected("a shorter product");
    const char symbol = words_[at_++].text.front();
    const Argument right = unary();
    const Expression a = expression_of(left, false);
    const Expression b = expression_of(right, false);
    left = made(left.offset, symbol == '*' ? a * b : symbol == '/' ? a / b : a % b);
  }
  return left;
}

Argument QueryReader::unary() {
  const std::size_t from = peek().offset;
  bool negative = false;
  while (take("-"))
    negative = !negative;
  if (!negative) return postfix(primary());
  if (peek().kind == QueryToken::number) {
    words_[at_].text.insert(0, "-");
    return number();
  }
  const Argument what = postfix(primary());
  return made(from, Expression(0) - expression_of(what, false));
}

Argument QueryReader::number() {
  const QueryWord& word = words_[at_++];
  const std::string& digits = word.text;
  const char* const end = digits.data() + digits.size();
  if (digits.find_first_of(".e") == std::string::npos) {
    std::int64_t value = 0;
    const auto [stop, error] = std::from_chars(digits.data(), end, value);
    if (error == std::errc() && stop == end) return made(word.offset, Expression(Value(value)));
    return made(word.offset, Expression(Value(Decimal{digits})));
  }
  if (std::count(digits.begin(), digits.end(), '.') > 1)
    query_fault(text_, word.offset, word.size, "this is no number", "write 1.5");
  if (digits.find('e') == std::string::npos)
    return made(word.offset, Expression(Value(Decimal{digits})));
  double value = 0;
  const auto [stop, error] = std::from_chars(digits.data(), end, value);
  if (error != std::errc() || stop != end)
    query_fault(text_, word.offset, word.size, "this is no number", "write 1.5e3");
  return made(word.offset, Expression(Value(value)));
}

Argument QueryReader::list() {
  const std::size_t from = peek().offset;
  const std::string_view close = take("[") ? "]" : ")";
  if (close == ")") expect("(");
  ValueList values;
  while (!at(close)) {
    values.values.push_back(expression_of(any_of(), true));
    if (!take(",") && !at(close)) unexpected(fmt::format("`,` or `{}`", close));
  }
  expect(close);
  return made(from, std::move(values));
}

Argument QueryReader::primary() {
  const QueryWord word = peek();
  switch (word.kind) {
    case QueryToken::number:
      return number();
    case QueryToken::text: {
      ++at_;
      Argument argument = made(word.offset, Expression(Value(word.text)));
      argument.text = word.text;
      return argument;
    }
    case QueryToken::symbol:
      if (at("[")) return list();
      if (take("(")) {
        Argument inner = any_of();
        if (at(",")) unexpected("`)`, or a list in square brackets");
        expect(")");
        return inner;
      }
      break;
    case QueryToken::name: {
      if (word.text == "True" || word.text == "true" || word.text == "False" ||
          word.text == "false") {
        ++at_;
        return made(word.offset, Expression(Value(word.text == "True" || word.text == "true")));
      }
      if (word.text == "None" || word.text == "null") {
        ++at_;
        return made(word.offset, Expression(Value(Null{})));
      }
      if (peek(1).kind == QueryToken::symbol && peek(1).text == "(") {
        ++at_;
        const std::vector<Argument> given = arguments();
        return made(word.offset, made_by_call(*this, word, given));
      }
      return made(word.offset, query());
    }
    case QueryToken::end:
      break;
  }
  unexpected("a value");
}

/// .asc() and .desc()
Argument QueryReader::postfix(Argument argument) {
  if (!at(".") || !std::holds_alternative<Expression>(argument.what)) return argument;
  const std::string direction = peek(1).text;
  if (direction != "desc" && direction != "asc") return argument;
  at_ += 2;
  Ordering order{expression_of(argument, false), direction == "desc"};
  const std::vector<Argument> options = arguments();
  require_known(options, {"nulls_first", "nulls_last"});
  for (const Argument& option : options) {
    if (option.name == "nulls_first" && flag_of(option)) order.nulls = Nulls::first;
    if (option.name == "nulls_last" && flag_of(option)) order.nulls = Nulls::last;
  }
  return made(argument.offset, std::move(order));
}

QuerySet parse_query(std::string_view text) {
  return QueryReader(text).whole_query();
}
Condition parse_condition(std::string_view text) {
  return QueryReader(text).whole_condition();
}
Expression parse_expression(std::string_view text) {
  return QueryReader(text).whole_expression();
}

}  // namespace covet::query
