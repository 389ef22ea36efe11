#include "core/query/expression.h"

#include "core/query/query.h"

namespace covet::query {

Expression::Expression(ExpressionNode node)
    : node_(std::make_shared<const ExpressionNode>(std::move(node))) {}
Expression::Expression(Value value) : Expression(ExpressionNode(Constant{std::move(value)})) {}
Expression::Expression(int value) : Expression(Value(std::int64_t{value})) {}
Expression::Expression(const char* value) : Expression(Value(std::string(value))) {}

Condition::Condition(ConditionNode node)
    : node_(std::make_shared<const ConditionNode>(std::move(node))) {}

namespace {

template <class Node>
Expression expression(Node node) {
  return Expression(ExpressionNode(std::move(node)));
}

template <class Node>
Condition condition(Node node) {
  return Condition(ConditionNode(std::move(node)));
}

Expression arithmetic(char op, Expression left, Expression right) {
  return expression(Arithmetic{op, std::move(left), std::move(right)});
}

/// (a and b) and c: one list.
template <class Many>
Condition joined(Condition left, Condition right) {
  Many many;
  for (Condition* part : {&left, &right}) {
    if (const auto* const same = std::get_if<Many>(&part->node())) {
      many.parts.insert(many.parts.end(), same->parts.begin(), same->parts.end());
    } else {
      many.parts.push_back(std::move(*part));
    }
  }
  return condition(std::move(many));
}

}  // namespace

Expression F(std::string path) {
  return expression(Path{std::move(path)});
}
Expression OuterRef(std::string path, std::size_t levels) {
  return expression(Path{std::move(path), levels});
}
Expression call(std::string function, std::vector<Expression> arguments) {
  return expression(Call{std::move(function), std::move(arguments)});
}
Expression aggregate(std::string function, std::optional<Expression> operand, bool distinct,
                     std::optional<Condition> filter) {
  return expression(
      Aggregate{std::move(function), std::move(operand), distinct, std::move(filter)});
}
Expression Count(std::string path, bool distinct) {
  if (path.empty()) return aggregate("Count", {});
  return aggregate("Count", F(std::move(path)), distinct);
}
Expression Sum(std::string path) {
  return aggregate("Sum", F(std::move(path)));
}
Expression Avg(std::string path) {
  return aggregate("Avg", F(std::move(path)));
}
Expression Min(std::string path) {
  return aggregate("Min", F(std::move(path)));
}
Expression Max(std::string path) {
  return aggregate("Max", F(std::move(path)));
}
Expression raw(std::string sql, std::vector<Value> params) {
  return expression(RawSql{std::move(sql), std::move(params)});
}

Expression operator+(Expression left, Expression right) {
  return arithmetic('+', std::move(left), std::move(right));
}
Expression operator-(Expression left, Expression right) {
  return arithmetic('-', std::move(left), std::move(right));
}
Expression operator*(Expression left, Expression right) {
  return arithmetic('*', std::move(left), std::move(right));
}
Expression operator/(Expression left, Expression right) {
  return arithmetic('/', std::move(left), std::move(right));
}
Expression operator%(Expression left, Expression right) {
  return arithmetic('%', std::move(left), std::move(right));
}

Condition Q(std::string path, Expression value) {
  return condition(Lookup{std::move(path), std::move(value)});
}
Condition Q(std::string path, std::vector<Value> values) {
  ValueList list;
  for (Value& value : values)
    list.values.emplace_back(std::move(value));
  return condition(Lookup{std::move(path), std::move(list)});
}
Condition Q(std::string path, Query query) {
  return condition(Lookup{std::move(path), std::make_shared<const Query>(std::move(query))});
}
Condition compare(Expression left, std::string lookup, Expression right) {
  return condition(Comparison{std::move(left), std::move(lookup), std::move(right)});
}

Condition operator&&(Condition left, Condition right) {
  return joined<AllOf>(std::move(left), std::move(right));
}
Condition operator||(Condition left, Condition right) {
  return joined<AnyOf>(std::move(left), std::move(right));
}
Condition operator!(Condition part) {
  return condition(Not{std::move(part)});
}

}  // namespace covet::query
