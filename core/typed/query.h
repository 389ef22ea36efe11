#pragma once

#include <array>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

#include "core/record/store.h"
#include "core/typed/aggregate.h"
#include "core/typed/relation.h"
#include "core/typed/row.h"

namespace covet::typed {

/// A relation that with() follows.
template <class X>
concept LeadsToOne = requires(const X& x) {
  typename X::target_type;
  { X::optional } -> std::convertible_to<bool>;
  requires !X::many;
  { x.path() } -> std::convertible_to<std::string>;
};

template <class M, class... Relations>
class Joined;

/// A query's one column of type T, for in().
template <class T>
class Column {
 public:
  using column_type = T;
  explicit Column(query::QuerySet set) : set_(std::move(set)) {}
  const query::Query& query() const { return set_.query(); }

 private:
  query::QuerySet set_;
};

/// The values that a record has of these names.
std::vector<Value> values_in(const record::Record& record, const std::vector<std::string>& names);

/// Rows of the generated model M, asked for step by step; a QuerySet whose names and types the
/// compiler checks. Immutable: each step gives a new one. Only the calls that end a chain ask the
/// database, through the store, which must outlive the query; they throw what Store does, and
/// Error{usage} where the database holds what a row's member can't.
///
///     Query<User>(store).filter(User::email.endswith("@x.org") && User::age >= 18).all()
template <class M>
class Query {
 public:
  using Row = typename M::Row;

  explicit Query(record::Store& store) : set_(std::string(M::Map::handle)), store_(&store) {}
  /// One that asks nobody: for in(), or to be given a store later.
  Query() : set_(std::string(M::Map::handle)) {}
  Query on(record::Store& store) const { return Query(set_, &store); }
  const query::QuerySet& untyped() const { return set_; }

  template <class N>
  Query filter(const Condition<N>& condition) const {
    expect_mine<N>();
    return next(set_.filter(condition.untyped()));
  }
  /// Rows that it isn't true of, those without a value too.
  template <class N>
  Query exclude(const Condition<N>& condition) const {
    expect_mine<N>();
    return next(set_.exclude(condition.untyped()));
  }
  /// Replaces an earlier order.
  template <class... N>
  Query order_by(const Order<N>&... orders) const {
    static_assert((std::same_as<N, M> && ...), "covet: this order is of another model");
    return next(set_.order_by(std::vector<query::Ordering>{orders.untyped()...}));
  }
  Query reverse() const { return next(set_.reverse()); }
  Query distinct() const { return next(set_.distinct()); }
  Query limit(std::uint64_t rows) const { return next(set_.limit(rows)); }
  Query offset(std::uint64_t rows) const { return next(set_.offset(rows)); }
  Query for_update(query::RowLock lock = {}) const { return next(set_.for_update(lock)); }

  /// Each row with those that it leads to, in the same statement: with(Comment::post,
  /// Comment::post(Post::author)).
  template <class... Relations>
  Joined<M, Relations...> with(const Relations&... relations) const {
    return Joined<M, Relations...>(*this, relations...);
  }
  /// For in().
  template <IsOperand X>
  Column<typename X::field_type> column(const X& field) const {
    expect_mine<typename X::model_type>();
    return Column<typename X::field_type>(set_.values({std::string(field.path())}));
  }

  // ---- what ends a chain

  std::vector<Row> all() const {
    std::vector<Row> rows;
    for (const std::vector<Value>& values : store().values(set_.values(names_of<M>())))
      rows.push_back(row_of<M>(values));
    return rows;
  }
  /// One after the other, in constant memory.
  void each(const std::function<void(Row)>& take) const {
    const std::vector<std::string> names = names_of<M>();
    store().each(set_.values(names),
                 [&](const record::Record& record) { take(row_of<M>(values_in(record, names))); });
  }
  /// By the key, where no order was said.
  std::optional<Row> first() const {
    const std::vector<std::string> names = names_of<M>();
    const auto found = store().first(ordered().values(names));
    if (!found) return std::nullopt;
    return row_of<M>(values_in(*found, names));
  }
  /// Throws Error{not_found} for none, Error{usage} for several.
  Row get() const {
    const std::vector<std::string> names = names_of<M>();
    return row_of<M>(values_in(store().get(set_.values(names)), names));
  }
  std::uint64_t count() const { return store().count(set_); }
  bool exists() const { return store().exists(set_); }

  /// Some columns, as tuples. With aggregates among them one tuple for each group of rows that have
  /// the others alike: values(Post::author, count<Post>()).
  template <class... X>
  auto values(const X&... columns) const {
    static_assert((IsOperand<X> || ...),
                  "covet: values() takes a field at least; aggregate() is for all rows");
    (expect_mine<typename X::model_type>(), ...);
    Chosen chosen;
    const std::array<Place, sizeof...(X)> places{chosen.take(columns)...};
    std::vector<std::tuple<ValueOf<X>...>> rows;
    for (const std::vector<Value>& values : store().values(chosen.of(set_))) {
      std::size_t i = 0;
      const auto value = [&]<class Of>(std::type_identity<Of> /*type*/) {
        Of one{};
        const Place& place = places[i++];
        const std::size_t at = place.index + (place.aggregate ? chosen.fields.size() : 0);
        read(values[at], one, Origin{M::Map::handle, chosen.name_at(place)});
        return one;
      };
      rows.push_back(std::tuple<ValueOf<X>...>{value(std::type_identity<ValueOf<X>>())...});
    }
    return rows;
  }

  /// Of all rows: auto [total, most] = aggregate(sum(Order::total), max(Order::total)).
  template <IsAggregate... X>
  std::tuple<typename X::result_type...> aggregate(const X&... aggregates) const {
    (expect_mine<typename X::model_type>(), ...);
    std::vector<query::Named> named;
    (named.push_back({"covet_" + std::to_string(named.size()), aggregates.expression()}), ...);
    const validate::Row values = store().aggregate(set_.aggregate(std::move(named)));
    std::size_t i = 0;
    const auto value = [&]<class Of>(std::type_identity<Of> /*type*/) {
      Of one{};
      const std::string name = "covet_" + std::to_string(i++);
      if (const auto found = values.find(name); found != values.end())
        read(found->second, one, Origin{M::Map::handle, name});
      return one;
    };
    return std::tuple<typename X::result_type...>{
        value(std::type_identity<typename X::result_type>())...};
  }
  template <class X>
  auto sum(const X& operand) const {
    return std::get<0>(aggregate(typed::sum(operand)));
  }
  template <class X>
  auto avg(const X& operand) const {
    return std::get<0>(aggregate(typed::avg(operand)));
  }
  template <class X>
  auto min(const X& operand) const {
    return std::get<0>(aggregate(typed::min(operand)));
  }
  template <class X>
  auto max(const X& operand) const {
    return std::get<0>(aggregate(typed::max(operand)));
  }

  /// update(User::age.set(User::age + 1)). Returns how many rows; tells no listener.
  template <class... N>
  std::uint64_t update(const Assignment<N>&... assignments) const {
    static_assert((std::same_as<N, M> && ...), "covet: this assignment is to another model");
    return store().write(set_.update({assignments.untyped()...}));
  }
  /// Returns how many rows; tells no listener.
  std::uint64_t remove() const { return store().write(set_.remove()); }

 private:
  template <class, class...>
  friend class Joined;

  template <class X>
  static auto value_type() {
    if constexpr (IsAggregate<X>) {
      return std::type_identity<typename X::result_type>();
    } else {
      return std::type_identity<typename X::field_type>();
    }
  }
  template <class X>
  using ValueOf = typename decltype(value_type<X>())::type;

  struct Place {
    bool aggregate;
    std::size_t index;
  };

  /// What values() asks for: first the fields, then the aggregates of the groups.
  struct Chosen {
    std::vector<std::string> fields{};
    std::vector<query::Named> computed{};
    std::vector<query::Named> aggregates{};

    template <class X>
    Place take(const X& column) {
      const std::string name = "covet_" + std::to_string(fields.size() + aggregates.size());
      if constexpr (IsAggregate<X>) {
        aggregates.push_back({name, column.expression()});
        return {true, aggregates.size() - 1};
      } else if constexpr (requires { column.path(); }) {
        fields.emplace_back(column.path());
      } else {
        computed.push_back({name, column.expression()});
        fields.push_back(name);
      }
      return {false, fields.size() - 1};
    }
    std::string_view name_at(const Place& place) const {
      return place.aggregate ? aggregates[place.index].name : fields[place.index];
    }
    query::QuerySet of(query::QuerySet set) const {
      if (!computed.empty()) set = set.annotate(computed);
      set = set.values(fields);
      return aggregates.empty() ? set : set.annotate(aggregates);
    }
  };

  Query(query::QuerySet set, record::Store* store) : set_(std::move(set)), store_(store) {}

  template <class N>
  static constexpr void expect_mine() {
    static_assert(std::same_as<N, M>,
                  "covet: this is about another model than the query's; lead to it by a relation, "
                  "as in Post::author(User::email)");
  }

  Query next(query::QuerySet set) const { return Query(std::move(set), store_); }

  record::Store& store() const {
    if (store_ == nullptr) {
      throw Error(Errc::usage, "this query has no store that it could ask",
                  "begin with Query<…>(store), or say on(store)");
    }
    return *store_;
  }

  query::QuerySet ordered() const {
    const query::Query& asked = set_.query();
    if (!asked.order.empty() || asked.distinct) return set_;
    std::vector<std::string> key;
    for (const std::string_view field : M::Map::key)
      key.emplace_back(field);
    return key.empty() ? set_ : set_.order_by(key);
  }

  query::QuerySet set_;
  record::Store* store_ = nullptr;
};

/// A query whose rows come with related ones: tuples of M::Row and, for each relation, the target's
/// Row, in a std::optional where there may be none.
template <class M, class... Relations>
class Joined {
  static_assert((std::same_as<typename Relations::model_type, M> && ...),
                "covet: with() takes relations of the query's own model");
  static_assert((LeadsToOne<Relations> && ...),
                "covet: with() takes relations that lead to one row");

 public:
  template <class R>
  using Related = std::conditional_t<R::optional, std::optional<typename R::target_type::Row>,
                                     typename R::target_type::Row>;
  using Rows = std::tuple<typename M::Row, Related<Relations>...>;

  Joined(Query<M> query, const Relations&... relations) : query_(std::move(query)) {
    names_ = names_of<M>();
    (append(names_of<typename Relations::target_type>(relations.path() + "__")), ...);
  }

  std::vector<Rows> all() const {
    std::vector<Rows> rows;
    for (const std::vector<Value>& values : query_.store().values(query_.set_.values(names_)))
      rows.push_back(rows_of(values));
    return rows;
  }
  void each(const std::function<void(Rows)>& take) const {
    query_.store().each(query_.set_.values(names_), [&](const record::Record& record) {
      take(rows_of(values_in(record, names_)));
    });
  }
  std::optional<Rows> first() const {
    const auto found = query_.store().first(query_.ordered().values(names_));
    if (!found) return std::nullopt;
    return rows_of(values_in(*found, names_));
  }
  Rows get() const {
    return rows_of(values_in(query_.store().get(query_.set_.values(names_)), names_));
  }

 private:
  void append(std::vector<std::string> names) {
    for (std::string& name : names)
      names_.push_back(std::move(name));
  }

  static Rows rows_of(std::span<const Value> values) {
    const auto take = [&](std::size_t count) {
      const auto part = values.first(count);
      values = values.subspan(count);
      return part;
    };
    return Rows{row_of<M>(take(count_of_fields<M>())), related<Relations>(take)...};
  }

  template <class R>
  static Related<R> related(const auto& take) {
    using Target = typename R::target_type;
    const std::span<const Value> values = take(count_of_fields<Target>());
    if constexpr (R::optional) {
      // Nobody there: a left join found nothing.
      bool nobody = true;
      for (const Value& value : values)
        nobody = nobody && is_null(value);
      if (nobody) return std::nullopt;
    }
    return row_of<Target>(values);
  }

  Query<M> query_;
  std::vector<std::string> names_;
};

}  // namespace covet::typed
