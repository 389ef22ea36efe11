#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "core/base/value.h"

/// What a query may say: values made of fields, functions, aggregates, and conditions on them. All
/// of it is immutable and cheap to copy; nothing here knows a database. Names and meanings follow
/// Django's query expressions.
namespace covet::query {

struct ExpressionNode;
struct ConditionNode;
struct Query;

/// A value that the database computes.
class Expression {
 public:
  explicit Expression(ExpressionNode node);
  /// A constant. Goes to the server as a parameter.
  Expression(Value value);        // NOLINT(google-explicit-constructor)
  Expression(int value);          // NOLINT(google-explicit-constructor)
  Expression(const char* value);  // NOLINT(google-explicit-constructor)
  const ExpressionNode& node() const { return *node_; }

 private:
  std::shared_ptr<const ExpressionNode> node_;
};

/// What is true or false of a row.
class Condition {
 public:
  explicit Condition(ConditionNode node);
  const ConditionNode& node() const { return *node_; }

 private:
  std::shared_ptr<const ConditionNode> node_;
};

// ---- expressions

/// A field of the model, of one it leads to ("author__name"), or an annotation; `outer`: of the
/// query so many queries around this one.
struct Path {
  std::string text;
  std::size_t outer = 0;
  bool correlates = false;  ///< compile()'s own way to name the row around it
};

struct Constant {
  Value value;
};

/// A function by its name here ("Lower"), see functions.h. `literals` are what is no expression: a
/// date part, a type.
struct Call {
  std::string function;
  std::vector<Expression> arguments;
};

struct Arithmetic {
  char op;  ///< + - * / %
  Expression left;
  Expression right;
};

struct Aggregate {
  std::string function;                 ///< "Count", see functions.h
  std::optional<Expression> operand{};  ///< none: Count of rows
  bool distinct = false;
  std::optional<Condition> filter{};
};

struct When {
  Condition condition;
  Expression then;
};
struct Case {
  std::vector<When> whens;
  std::optional<Expression> otherwise{};
};

enum class Nulls : std::uint8_t { usual, first, last };
struct Ordering {
  Expression by;
  bool descending = false;
  Nulls nulls = Nulls::usual;
};

/// ROWS or RANGE BETWEEN … AND …: negative: preceding; positive: following; none: unbounded.
struct Frame {
  bool rows = true;
  std::optional<std::int64_t> from{};
  std::optional<std::int64_t> to{};
};
struct Window {
  Expression of;  ///< a window function's Call, or an Aggregate
  std::vector<Expression> partition_by{};
  std::vector<Ordering> order_by{};
  std::optional<Frame> frame{};
};

struct Subquery {
  std::shared_ptr<const Query> query;
  bool exists = false;  ///< whether it has rows, instead of its value
};

/// A condition as a value.
struct Test {
  Condition condition;
};

/// SQL as it is, for one's own engine. Each "{}" takes the next parameter.
struct RawSql {
  std::string sql;
  std::vector<Value> params{};
};

struct ExpressionNode : std::variant<Path, Constant, Call, Arithmetic, Aggregate, Case, Window,
                                     Subquery, Test, RawSql> {
  using variant::variant;
};

// ---- conditions

struct ValueList {
  std::vector<Expression> values;
};
/// What a lookup compares with.
using Operand = std::variant<Expression, ValueList, std::shared_ptr<const Query>>;

/// "author__name__icontains" = "x": the path ends in a lookup, or means `exact`.
struct Lookup {
  std::string path;
  Operand operand;
};
/// `left lookup right`, where the left side is any expression: F("a") > F("b").
struct Comparison {
  Expression left;
  std::string lookup;  ///< "gt"
  Operand right;
};
struct AllOf {
  std::vector<Condition> parts;
};
struct AnyOf {
  std::vector<Condition> parts;
};
struct Not {
  Condition part;
};
/// An expression that is true or false by itself: Exists, a boolean field, raw SQL.
struct Holds {
  Expression expression;
};

struct ConditionNode : std::variant<Lookup, Comparison, AllOf, AnyOf, Not, Holds> {
  using variant::variant;
};

// ---- how they are written

Expression F(std::string path);
/// A field of the query around this one, or of one further out.
Expression OuterRef(std::string path, std::size_t levels = 1);
Expression call(std::string function, std::vector<Expression> arguments);
Expression aggregate(std::string function, std::optional<Expression> operand, bool distinct = false,
                     std::optional<Condition> filter = {});
/// Count() of rows, Count("authors"), Sum("price") …
Expression Count(std::string path = {}, bool distinct = false);
Expression Sum(std::string path);
Expression Avg(std::string path);
Expression Min(std::string path);
Expression Max(std::string path);
Expression raw(std::string sql, std::vector<Value> params = {});

Expression operator+(Expression left, Expression right);
Expression operator-(Expression left, Expression right);
Expression operator*(Expression left, Expression right);
Expression operator/(Expression left, Expression right);
Expression operator%(Expression left, Expression right);

/// Q("name__contains", "Lennon")
Condition Q(std::string path, Expression value);
Condition Q(std::string path, std::vector<Value> values);
Condition Q(std::string path, Query query);
Condition compare(Expression left, std::string lookup, Expression right);

Condition operator&&(Condition left, Condition right);
Condition operator||(Condition left, Condition right);
Condition operator!(Condition part);

}  // namespace covet::query
