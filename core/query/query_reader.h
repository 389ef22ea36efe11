#pragma once

#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "core/query/query_set.h"
#include "core/query/query_tokens.h"

/// The parts of parse_query().
namespace covet::query {

/// What may stand between the brackets of a call.
struct Argument {
  using What = std::variant<Expression, Condition, QuerySet, ValueList, Ordering>;
  std::optional<std::string> name{};
  What what;
  /// A text in quotes, as it stands: a field's name to a function, a value to a filter.
  std::optional<std::string> text{};
  std::size_t offset = 0;
  std::size_t size = 0;
};

class QueryReader {
 public:
  explicit QueryReader(std::string_view text) : text_(text), words_(query_words(text)) {}

  QuerySet whole_query();
  Condition whole_condition();
  Expression whole_expression();

  // query_reader.cpp
  std::vector<Argument> arguments();
  [[noreturn]] void fault(const Argument& at, const std::string& message,
                          const std::string& help) const;
  [[noreturn]] void fault(const QueryWord& at, const std::string& message,
                          const std::string& help) const;
  /// As a condition: name=value, or one by itself.
  Condition condition_of(const Argument& argument) const;
  /// As a value: a text is a field's name unless `texts_are_values`.
  Expression expression_of(const Argument& argument, bool texts_are_values) const;
  std::string text_of(const Argument& argument) const;
  std::int64_t number_of(const Argument& argument) const;
  bool flag_of(const Argument& argument) const;
  std::vector<std::string> names_of(const std::vector<Argument>& arguments) const;
  std::vector<Named> named(const std::vector<Argument>& arguments, bool texts_are_values) const;
  Ordering ordering_of(const Argument& argument) const;
  std::vector<Argument> list_of(const Argument& argument) const;
  /// Refuses an argument with another name than these.
  void require_known(const std::vector<Argument>& arguments,
                     std::initializer_list<std::string_view> names) const;

 private:
  const QueryWord& peek(std::size_t ahead = 0) const;
  bool at(std::string_view symbol) const;
  bool take(std::string_view symbol);
  void expect(std::string_view symbol);
  [[noreturn]] void unexpected(const std::string& wanted) const;
  void expect_end() const;

  QuerySet query();
  QuerySet slice(QuerySet query);
  Argument argument();
  Argument made(std::size_t from, Argument::What what) const;

  Argument any_of();
  Argument all_of();
  Argument negation();
  Argument comparison();
  Argument sum();
  Argument product();
  Argument unary();
  Argument primary();
  Argument postfix(Argument argument);
  Argument list();
  Argument number();

  std::string_view text_;
  std::vector<QueryWord> words_;
  std::size_t at_ = 0;
  std::size_t depth_ = 0;
};

/// query_methods.cpp: .filter(…), .order_by(…) …
QuerySet apply_method(const QueryReader& reader, const QuerySet& query, const QueryWord& name,
                      const std::vector<Argument>& arguments);
/// Of all that apply_method knows.
std::vector<std::string_view> method_names();
/// query_calls.cpp: F(…), Count(…), Case(…), Lower(…) …; throws for names that nothing has.
Argument::What made_by_call(const QueryReader& reader, const QueryWord& name,
                            const std::vector<Argument>& arguments);

}  // namespace covet::query
