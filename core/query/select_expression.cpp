#include <algorithm>
#include <utility>

#include <fmt/core.h>

#include "core/base/error.h"
#include "core/base/hints.h"
#include "core/base/overloaded.h"
#include "core/base/strings.h"
#include "core/query/operand.h"
#include "core/query/select.h"

namespace covet::query {
namespace {

struct ConstantType {
  Kind kind;
  std::string_view function;
};

ConstantType constant_type(const Value& value) {
  return std::visit(overloaded{
                        [](Null) {
                          return ConstantType{Kind::any, ""};
                        },
                        [](bool) {
                          return ConstantType{Kind::boolean, "ConstantBoolean"};
                        },
                        [](std::int64_t) {
                          return ConstantType{Kind::integer, "ConstantInteger"};
                        },
                        [](std::uint64_t) {
                          return ConstantType{Kind::decimal, "ConstantDecimal"};
                        },
                        [](double) {
                          return ConstantType{Kind::real, "ConstantReal"};
                        },
                        [](const Decimal&) {
                          return ConstantType{Kind::decimal, "ConstantDecimal"};
                        },
                        [](const std::string&) {
                          return ConstantType{Kind::text, "ConstantText"};
                        },
                        [](const Bytes&) {
                          return ConstantType{Kind::binary, "ConstantBytes"};
                        },
                        [](const Date&) {
                          return ConstantType{Kind::date, "ConstantDate"};
                        },
                        [](const TimeOfDay&) {
                          return ConstantType{Kind::time, "ConstantTime"};
                        },
                        [](const Timestamp&) {
                          return ConstantType{Kind::date_time, "ConstantMoment"};
                        },
                        [](const Uuid&) {
                          return ConstantType{Kind::uuid, "ConstantUuid"};
                        },
                        [](const Json&) {
                          return ConstantType{Kind::json, "ConstantJson"};
                        },
                    },
                    value);
}

void check_arguments(const FunctionInfo& info, std::size_t given) {
  if (given >= info.least && given <= info.most) return;
  const std::string wanted = info.least == info.most
                                 ? fmt::format("{}", info.least)
                                 : fmt::format("{} to {}", info.least, info.most);
  throw Error(Errc::usage, fmt::format("{} takes {} arguments, not {}", info.name, wanted, given),
              fmt::format("{}: {}", info.name, info.summary));
}

std::string bound(std::optional<std::int64_t> rows, std::string_view unbounded) {
  if (!rows) return fmt::format("UNBOUNDED {}", unbounded);
  if (*rows == 0) return "CURRENT ROW";
  return fmt::format("{} {}", *rows < 0 ? -*rows : *rows, *rows < 0 ? "PRECEDING" : "FOLLOWING");
}

}  // namespace

std::string_view Select::pattern(std::string_view name, std::string_view standard) const {
  const std::string_view own = environment_.spelling.pattern(name);
  const std::string_view found = own.empty() ? standard : own;
  if (found.empty()) {
    throw Error(Errc::unsupported,
                fmt::format("{} has no `{}`", environment_.dialect.facts().engine, name),
                "write it for this engine with Raw(\"…\")");
  }
  return found;
}

Fragment Select::apply(std::string_view function, const std::vector<Fragment>& arguments) const {
  return fill(pattern(function, function_named(function).pattern), arguments);
}

Typed Select::compile(const Expression& expression, Standing standing) {
  // What is negated is the comparison that it stands in, not what is said within it.
  standing = Standing{.use = standing.use};
  const model::Field* const target = std::exchange(target_, nullptr);
  return std::visit(
      overloaded{
          [&](const Path& path) { return resolved_json(of_path(path, standing)); },
          [&](const Constant& constant) { return of_constant(constant.value); },
          [&](const Call& call) { return of_call(call, standing, target); },
          [&](const Arithmetic& sum) { return of_arithmetic(sum, standing); },
          [&](const Aggregate& aggregate) { return of_aggregate(aggregate, standing); },
          [&](const Case& choice) { return of_case(choice, standing, target); },
          [&](const Window& window) { return of_window(window, standing); },
          [&](const Subquery& subquery) { return of_subquery(subquery); },
          [&](const Test& test) {
            standing.conjunct = false;
            return Typed{.sql = Fragment("(") + compile(test.condition, standing) + ")",
                         .kind = Kind::boolean};
          },
          [&](const RawSql& raw) { return of_raw(raw); },
      },
      static_cast<const ExpressionNode::variant&>(expression.node()));
}

Typed Select::of_path(const Path& path, Standing standing) {
  if (path.outer > 0) {
    Select* outer = path.correlates ? outer_ : this;
    for (std::size_t i = 0; i < path.outer && outer != nullptr && !path.correlates; ++i)
      outer = outer->around_person();
    if (outer == nullptr || outer->sources_ == nullptr) {
      throw Error(Errc::usage, fmt::format("OuterRef(\"{}\") stands in no subquery", path.text),
                  "use F() for a field of this query");
    }
    return outer->of_path(Path{path.text}, Standing{});
  }
  const std::vector<std::string> names = path_names(path.text);
  if (const auto [annotation, used] = find_annotation(names); annotation != nullptr) {
    const auto rest = names.begin() + static_cast<std::ptrdiff_t>(used);
    return transformed(*annotation, {rest, names.end()});
  }
  return of_place(sources_->resolve(names, standing.use));
}

/// What a person's OuterRef means here: queries that look at their own row again don't count.
Select* Select::around_person() const {
  const Select* own = this;
  while (own != nullptr && own->transparent_)
    own = own->outer_;
  return own == nullptr ? nullptr : own->outer_;
}

Typed Select::of_place(Place place) {
  Typed typed{.sql = std::move(place.sql), .kind = place.kind, .field = place.field};
  typed.column = true;
  typed.nullable = place.nullable;
  return transformed(std::move(typed), place.rest);
}

Typed Select::transformed(Typed typed, const std::vector<std::string>& names) {
  for (const std::string& name : names) {
    if (typed.kind == Kind::json || !typed.json_keys.empty()) {
      typed.json_keys.push_back(name);
      typed.column = false;
      typed.nullable = true;
      continue;
    }
    const FunctionInfo* const function = find_transform(name);
    if (function == nullptr) {
      std::vector<std::string> known;
      for (const LookupInfo& lookup : lookups()) {
        if (!lookup.summary.empty()) known.emplace_back(lookup.name);
      }
      std::string help = did_you_mean(name, known);
      if (help.empty()) help = "lookups: " + covet::join(known, ", ");
      throw Error(Errc::usage, fmt::format("`{}` is neither a field nor a lookup", name),
                  std::move(help));
    }
    typed.sql = apply(function->name, {in_utc(*function, typed)});
    typed.kind = function->result;
    typed.field = nullptr;
    typed.column = false;
  }
  return typed;
}

/// Days and hours are UTC's, whatever time zone the session has.
Fragment Select::in_utc(const FunctionInfo& function, const Typed& argument) const {
  const bool parts = function.name.starts_with("Extract") || function.name.starts_with("Trunc");
  const bool zoned = argument.kind == Kind::date_time &&
                     (argument.field == nullptr || argument.field->time_zone.value_or(true));
  return parts && zoned ? fill(pattern("InUtc", "{0}"), {argument.sql}) : argument.sql;
}

Typed Select::resolved_json(Typed typed) {
  if (typed.json_keys.empty()) return typed;
  const Value path = environment_.spelling.json_path(typed.json_keys);
  typed.sql = apply("JsonText", {typed.sql, Fragment::of_value(path)});
  typed.kind = Kind::text;
  typed.field = nullptr;
  typed.json_keys.clear();
  return typed;
}

Typed Select::of_constant(const Value& value) const {
  const ConstantType type = constant_type(value);
  if (type.function.empty()) return {.sql = "NULL"};
  Typed typed{.sql = apply(type.function, {Fragment::of_value(value)}), .kind = type.kind};
  typed.nullable = false;
  return typed;
}

Typed Select::branch(const Expression& expression, Standing standing, const model::Field* target) {
  const Value* const value = target == nullptr ? nullptr : constant_of(expression);
  if (value == nullptr || is_null(*value)) return compile(expression, standing);
  const model::Field& plain = plain_field(environment_.models, *target);
  return {.sql = Fragment::of_value(operand_value(environment_, plain, *value)),
          .kind = kind_of(plain.type),
          .field = target};
}

Typed Select::of_call(const Call& call, Standing standing, const model::Field* target) {
  standing.conjunct = false;
  const FunctionInfo& info = function_named(call.function);
  check_arguments(info, call.arguments.size());
  if (info.use == Use::window) {
    throw Error(Errc::usage, fmt::format("{} works on a window only", info.name),
                fmt::format("write Window({}(), order_by=[…])", info.name));
  }
  std::vector<Fragment> arguments;
  Typed typed{.kind = info.result};
  for (std::size_t i = 0; i < call.arguments.size(); ++i) {
    Typed argument =
        branch(call.arguments[i], standing, info.name == "Coalesce" ? target : nullptr);
    if (i == 0 && info.result == Kind::any) {
      typed.kind = argument.kind;
      typed.field = argument.field;
    }
    arguments.push_back(in_utc(info, argument));
  }
  typed.nullable = true;
  if (info.name == "Concat") {
    for (Fragment& each : arguments)
      each = fill(pattern("ConcatPart", "COALESCE({0}, '')"), {each});
    const std::string_view between = environment_.spelling.pattern("ConcatJoin");
    typed.sql = between.empty() ? fill("CONCAT({*})", arguments)
                                : Fragment("(") + join(arguments, between) + ")";
    typed.nullable = false;
    return typed;
  }
  const std::string_view own =
      environment_.spelling.pattern(fmt::format("{}.{}", info.name, arguments.size()));
  typed.sql = fill(own.empty() ? pattern(info.name, info.pattern) : own, arguments);
  return typed;
}

Typed Select::of_case(const Case& choice, Standing standing, const model::Field* target) {
  standing.conjunct = false;
  Typed typed;
  typed.sql = "CASE";
  // A branch that is never taken says what type the others are.
  if (target != nullptr && environment_.spelling.facts().typed_parameters)
    typed.sql += Fragment(" WHEN 1 = 0 THEN ") + sources_->column(target->column());
  bool first = true;
  const auto take = [&](const Typed& value) {
    typed.kind = first ? value.kind : wider(typed.kind, value.kind);
    first = false;
  };
  for (const When& when : choice.whens) {
    const Typed then = branch(when.then, standing, target);
    typed.sql += Fragment(" WHEN ") + compile(when.condition, standing) + " THEN " + then.sql;
    take(then);
  }
  if (choice.otherwise) {
    const Typed otherwise = branch(*choice.otherwise, standing, target);
    typed.sql += Fragment(" ELSE ") + otherwise.sql;
    take(otherwise);
  }
  typed.sql += " END";
  typed.field = target;
  return typed;
}

Fragment Select::ordering(const Ordering& order, Standing standing) {
  const Fragment by = compile(order.by, standing).sql;
  const QueryFacts& facts = environment_.spelling.facts();
  Fragment sql = by + (order.descending ? " DESC" : "");
  if (order.nulls == Nulls::usual) return sql;
  const bool first = order.nulls == Nulls::first;
  if (facts.nulls_order) return sql += first ? " NULLS FIRST" : " NULLS LAST";
  return Fragment("(") + by + (first ? " IS NOT NULL), " : " IS NULL), ") + sql;
}

Typed Select::of_window(const Window& window, Standing standing) {
  standing.conjunct = false;
  Typed typed;
  if (const auto* const call = std::get_if<Call>(&window.of.node())) {
    const FunctionInfo& info = function_named(call->function);
    check_arguments(info, call->arguments.size());
    std::vector<Fragment> arguments;
    for (std::size_t i = 0; i < call->arguments.size(); ++i) {
      const auto* const constant = std::get_if<Constant>(&call->arguments[i].node());
      const auto* const number =
          constant == nullptr ? nullptr : std::get_if<std::int64_t>(&constant->value);
      // Offsets and bucket counts are integers to every engine, and no parameters to some.
      if (number != nullptr && (i > 0 || info.name == "Ntile")) {
        arguments.emplace_back(fmt::format("{}", *number));
        continue;
      }
      Typed argument = compile(call->arguments[i], standing);
      if (i == 0) typed.kind = argument.kind;
      if (i == 0) typed.field = argument.field;
      arguments.push_back(std::move(argument.sql));
    }
    if (info.result != Kind::any) typed.kind = info.result;
    if (arguments.size() == 3 && !environment_.spelling.facts().window_defaults) {
      throw Error(
          Errc::unsupported,
          fmt::format("{} of {} takes no default", info.name, environment_.dialect.facts().engine),
          "wrap the window: Coalesce(Window(…), Value(0))");
    }
    typed.sql = fill(pattern(info.name, info.pattern), arguments);
  } else {
    typed = compile(window.of, standing);
  }
  std::vector<Fragment> clauses;
  if (!window.partition_by.empty()) {
    std::vector<Fragment> by;
    for (const Expression& each : window.partition_by)
      by.push_back(compile(each, standing).sql);
    clauses.push_back(Fragment("PARTITION BY ") + join(by, ", "));
  }
  if (!window.order_by.empty()) {
    std::vector<Fragment> by;
    for (const Ordering& each : window.order_by)
      by.push_back(ordering(each, standing));
    clauses.push_back(Fragment("ORDER BY ") + join(by, ", "));
  }
  if (window.frame) {
    clauses.emplace_back(fmt::format("{} BETWEEN {} AND {}", window.frame->rows ? "ROWS" : "RANGE",
                                     bound(window.frame->from, "PRECEDING"),
                                     bound(window.frame->to, "FOLLOWING")));
  }
  typed.sql += Fragment(" OVER (") + join(clauses, " ") + ")";
  typed.column = false;
  return typed;
}

Typed Select::of_subquery(const Subquery& subquery) {
  if (subquery.exists) {
    Query inner = *subquery.query;
    inner.purpose = Query::Purpose::exists;
    Select select(inner, *this);
    return {
        .sql = Fragment("EXISTS (") + select.sql() + ")", .kind = Kind::boolean, .nullable = false};
  }
  Select select(*subquery.query, *this);
  Fragment sql = select.sql();
  if (select.outputs().size() != 1) {
    throw Error(Errc::usage,
                fmt::format("a subquery gives one value, and this one has {} columns",
                            select.outputs().size()),
                "choose one with values(\"…\")");
  }
  const Output& output = select.outputs().front();
  return {.sql = Fragment("(") + sql + ")", .kind = output.kind, .field = output.field};
}

Typed Select::of_raw(const RawSql& raw) const {
  Typed typed;
  std::size_t from = 0;
  for (const Value& value : raw.params) {
    const std::size_t at = raw.sql.find("{}", from);
    if (at == std::string::npos) {
      throw Error(Errc::usage, "Raw has more parameters than places for them",
                  "write {} where a parameter stands");
    }
    typed.sql += std::string_view(raw.sql).substr(from, at - from);
    typed.sql += Fragment::of_value(value);
    from = at + 2;
  }
  typed.sql += std::string_view(raw.sql).substr(from);
  typed.sql = Fragment("(") + typed.sql + ")";
  return typed;
}

}  // namespace covet::query
