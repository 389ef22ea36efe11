#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/query/compile.h"
#include "core/query/fragment.h"
#include "core/query/lookups.h"
#include "core/query/sources.h"

/// Turns one query, and what is nested in it, into SQL. A part of compile().
namespace covet::query {

/// An expression as SQL.
struct Typed {
  Fragment sql{};
  Kind kind = Kind::any;
  const model::Field* field = nullptr;  ///< whose values it has, where that is known
  bool column = false;                  ///< a column as it is
  bool nullable = true;
  std::vector<std::string> json_keys{};  ///< the place within a JSON document, not applied yet
};

/// Where a condition stands.
struct Standing {
  JoinUse use{};
  bool conjunct = false;  ///< all of the condition hangs on it: rows without it are not wanted
  bool negated = false;   ///< beneath a Not: what is NULL must count as false
  bool turned = false;    ///< the Not itself is to be written with it
};

class Select {
 public:
  Select(const Environment& environment, const Query& query);
  /// One nested in another, whose common tables it knows. OuterRef means the one around it.
  enum class Nesting : std::uint8_t { within, beside };
  Select(const Query& query, Select& around, Nesting nesting = Nesting::within);

  /// The whole SELECT, for any purpose but the writing ones.
  Fragment sql();
  /// Of sql(), once that was called.
  const std::vector<Output>& outputs() const { return outputs_; }

  /// UPDATE and DELETE.
  Fragment write();

 private:
  // select_whole.cpp
  Fragment counted();
  Fragment aggregated();
  Fragment of_rows(const std::string& what, const Query& inner);
  Fragment combined();

  // select.cpp
  Fragment selected();
  bool is_written_to(const Fragment& sql) const;
  Fragment rows();
  void prepare();
  Fragment assemble(const std::vector<Fragment>& list, const std::string& head);
  std::vector<Fragment> list();
  void check_names() const;
  Fragment group_by();
  Fragment order_by();
  Fragment limits() const;
  Fragment row_lock() const;
  void take_filter(const Condition& condition, Standing standing);
  void take_annotation(const Annotation& annotation);
  struct AnnotationKind {
    bool aggregate = false;  ///< it is one, or made of one
    bool window = false;
  };
  std::vector<std::string> names_of(bool AnnotationKind::*kind) const;
  void add_output(std::vector<Fragment>& list, const std::string& name, const Typed& typed);
  void add_model(std::vector<Fragment>& list, const std::string& prefix, const model::Model& model);
  Fragment with();
  Source source_of(const std::string& name) const;
  bool needs_wrapping() const;

  // select_write.cpp
  Fragment as_column(const model::Field& field, const Typed& value) const;
  Fragment assignment(const Named& named);
  Fragment matching();

  // select_expression.cpp
  Typed compile(const Expression& expression, Standing standing);
  Typed of_path(const Path& path, Standing standing);
  Select* around_person() const;
  Typed of_place(Place place);
  Typed transformed(Typed typed, const std::vector<std::string>& names);
  Fragment in_utc(const FunctionInfo& function, const Typed& argument) const;
  Typed of_call(const Call& call, Standing standing, const model::Field* target);
  /// A branch of what is stored in `target`: a constant is one of its values.
  Typed branch(const Expression& expression, Standing standing, const model::Field* target);
  Typed of_arithmetic(const Arithmetic& sum, Standing standing);
  Typed of_aggregate(const Aggregate& aggregate, Standing standing);
  bool would_multiply(const Aggregate& aggregate) const;
  std::set<std::string> relations_of(const Expression& aggregate) const;
  bool would_mix() const;
  Fragment aggregated_apart();
  Expression counted(const Aggregate& aggregate) const;
  Typed counted_apart(const Aggregate& aggregate);
  /// The annotation that a path begins with, and how many of the names are its name: one may hold
  /// two underscores.
  std::pair<const Typed*, std::size_t> find_annotation(const std::vector<std::string>& names) const;
  std::string without_lookup(const std::string& path) const;
  Typed of_case(const Case& choice, Standing standing, const model::Field* target);
  Typed of_window(const Window& window, Standing standing);
  Typed of_subquery(const Subquery& subquery);
  Typed of_constant(const Value& value) const;
  Typed of_raw(const RawSql& raw) const;
  Typed resolved_json(Typed typed);
  Fragment ordering(const Ordering& order, Standing standing);
  std::string_view pattern(std::string_view name, std::string_view standard) const;
  Fragment apply(std::string_view function, const std::vector<Fragment>& arguments) const;

  // select_condition.cpp
  Fragment compile(const Condition& condition, Standing standing);
  Fragment of_not(const Condition& part, Standing standing);
  Fragment of_lookup(const Lookup& lookup, Standing standing);
  Fragment through_many(const Condition& condition, Standing standing);
  bool leads_to_many(const Condition& condition) const;
  Fragment tested(const Typed& left, const LookupInfo& lookup, const Operand& operand,
                  Standing standing);
  Fragment comparing(Typed left, const LookupInfo& lookup, const Operand& operand,
                     Standing standing);
  Fragment with_value(const Typed& left, const LookupInfo& lookup, const Expression& operand,
                      Standing standing);
  Fragment with_list(const Typed& left, const LookupInfo& lookup, const Operand& operand,
                     Standing standing);
  Fragment with_text(const Typed& left, const LookupInfo& lookup, const Expression& operand,
                     Standing standing);
  Fragment with_json(const Typed& left, const LookupInfo& lookup, const Operand& operand);

  // select_operand.cpp
  Typed chosen_json(Typed left, const LookupInfo& lookup, const Operand& operand);
  std::optional<std::vector<Value>> plain_values(const Typed& left, const ValueList& list) const;
  Fragment on_the_right(const Typed& left, const Expression& operand, Standing standing);
  Fragment subselect(const Query& query);

  const Environment& environment_;
  const Query& query_;
  Select* around_ = nullptr;  ///< whose common tables it knows
  Select* outer_ = nullptr;   ///< what OuterRef means
  bool transparent_ = false;  ///< looks at one's own row again: a person's OuterRef goes through it
  std::size_t depth_ = 0;
  std::map<std::string, std::vector<Output>, std::less<>> common_;
  std::vector<std::pair<std::string, Fragment>> common_sql_;
  std::unique_ptr<Sources> sources_;
  std::map<std::string, Typed, std::less<>> annotations_;
  std::map<std::string, AnnotationKind, std::less<>> kinds_;
  std::vector<Condition> grouped_conditions_;  ///< what stands in HAVING
  std::vector<Fragment> related_columns_;      ///< select_related's
  std::vector<Fragment> where_;
  std::vector<Fragment> having_;
  std::vector<Output> outputs_;
  bool grouped_ = false;
  const model::Field* target_ = nullptr;  ///< where the expression that is compiled next goes
};

/// The kind of a value that may be of either.
Kind wider(Kind left, Kind right);

/// `value` as it is compared with `field`'s column: texts become what they stand for. Throws
/// Error{usage} where they stand for nothing that the column could hold.
Value operand_value(const Environment& environment, const model::Field& field, const Value& value);

}  // namespace covet::query
