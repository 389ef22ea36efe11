#include "migrations/step_sql.h"

#include <algorithm>
#include <charconv>
#include <optional>
#include <utility>
#include <vector>

#include <fmt/core.h>

#include "core/base/hints.h"
#include "core/base/source.h"
#include "core/base/strings.h"
#include "core/query/compile.h"
#include "core/query/operand.h"
#include "core/query/query_tokens.h"
#include "core/validate/convert.h"
#include "migrations/query_step.h"

namespace covet::migrations {
namespace {

using query::QueryToken;
using query::QueryWord;

/// Puts a mark that no SQL holds where a parameter belongs.
class Marking final : public Dialect {
 public:
  explicit Marking(const Dialect& dialect) : dialect_(dialect) {}
  const DialectFacts& facts() const override { return dialect_.facts(); }
  const LexicalRules& lexical_rules() const override { return dialect_.lexical_rules(); }
  std::string quote(std::string_view identifier) const override {
    return dialect_.quote(identifier);
  }
  std::string placeholder(std::size_t n) const override {
    return std::string(1, mark) + std::to_string(n) + mark;
  }
  std::string literal(const Value& value) const override { return dialect_.literal(value); }
  std::vector<std::string> begin(const TransactionOptions& options) const override {
    return dialect_.begin(options);
  }
  const query::Spelling* spelling() const override { return dialect_.spelling(); }

  /// `statement` with its values as literals.
  std::string in_one(const Statement& statement) const {
    std::string sql;
    bool number = false;
    for (const std::string& part : split(statement.sql, mark)) {
      if (number) {
        std::size_t n = 0;
        std::from_chars(part.data(), part.data() + part.size(), n);
        sql += dialect_.literal(statement.params.at(n - 1));
      } else {
        sql += part;
      }
      number = !number;
    }
    return sql;
  }

 private:
  static constexpr char mark = '\0';
  const Dialect& dialect_;
};

/// The names between backticks, as messages have them.
std::vector<std::string> names_in(std::string_view message) {
  std::vector<std::string> names;
  const std::vector<std::string> parts = split(message, '`');
  for (std::size_t i = 1; i + 1 < parts.size(); i += 2)
    names.push_back(parts[i]);
  return names;
}

/// Where `name` stands in a word, as a part of a path; nothing where it doesn't.
std::optional<std::size_t> place_in(const std::string& path, const std::string& name) {
  std::size_t from = 0;
  while (true) {
    const std::size_t end = std::min(path.find("__", from), path.size());
    if (path.compare(from, end - from, name) == 0 || path.compare(from, path.size(), name) == 0)
      return from;
    if (end == path.size()) return std::nullopt;
    from = end + 2;
  }
}

class Compiler {
 public:
  Compiler(const SqlStatement& statement, const schema::QueryModels& models, const Dialect& dialect)
      : statement_(statement),
        step_(*statement.query),
        models_(models),
        dialect_(dialect),
        text_(query_text(statement.text)),
        words_(query::query_words(text_)) {}

  StepSql compile() const {
    try {
      const Marking marking(dialect_);
      StepSql made{.sql = marking.in_one(statement(marking))};
      if (statement_.batch) cut_into_batches(made);
      return made;
    } catch (const Error& error) {
      throw at_its_place(error);
    }
  }

 private:
  Statement statement(const Dialect& dialect) const {
    if (!step_.rows.empty()) return query::compile(insert(), models_.models(), dialect).statement;
    for (const query::Named& named : step_.query.assignments)
      field(named.name);
    const QueryStep step = parse_query_step(with_handles());
    return query::compile(step.query, models_.models(), dialect).statement;
  }

  std::string handle() const { return models_.handle_of(step_.query.model); }

  /// The names of tables are made those of the models.
  std::string with_handles() const {
    std::string text = statement_.text.str();
    for (std::size_t i = words_.size(); i-- > 0;) {
      const auto is = [&](std::size_t at, std::string_view symbol) {
        return at < words_.size() && words_[at].kind == QueryToken::symbol &&
               words_[at].text == symbol;
      };
      const QueryWord& word = words_[i];
      if (word.kind != QueryToken::name || is(i + 1, "(") || is(i + 1, "=")) continue;
      if (i > 0 && is(i - 1, ".")) continue;
      text.replace(word.offset, word.size, models_.handle_of(word.text));
    }
    return text;
  }

  const model::Model& model() const {
    const model::Model* const found = models_.models().find(handle());
    if (found != nullptr) return *found;
    std::vector<std::string> names;
    for (const model::Model& each : models_.models().models)
      names.push_back(each.handle);
    const std::string near = did_you_mean(step_.query.model, names);
    throw Error(Errc::usage, fmt::format("no model or table is called `{}`", step_.query.model),
                near.empty() ? "`covet inspect` lists the tables" : near);
  }

  const model::Field& field(const std::string& name) const {
    const model::Model& owner = model();
    const model::Field* const found = owner.find(name);
    if (found != nullptr && found->type != model::FieldType::many_to_many) return *found;
    std::vector<std::string> names;
    for (const model::Field& each : owner.fields)
      names.push_back(each.name);
    const std::string near = did_you_mean(name, names);
    throw Error(Errc::usage, fmt::format("`{}` has no column for `{}`", step_.query.model, name),
                near.empty() ? "it has: " + join(names, ", ") : near);
  }

  query::Insert insert() const {
    query::Insert insert{.model = model().handle, .fields = {}, .rows = {}};
    for (const query::Named& named : step_.rows.front())
      insert.fields.push_back(named.name);
    for (const std::vector<query::Named>& row : step_.rows) {
      std::vector<Value>& values = insert.rows.emplace_back();
      for (const query::Named& named : row) {
        values.push_back(validate::convert(models_.models(), field(named.name),
                                           *query::constant_of(named.expression)));
      }
    }
    return insert;
  }

  void cut_into_batches(StepSql& made) const {
    const model::Model& owner = model();
    made.batch = *statement_.batch;
    const std::vector<std::string> keys = owner.key_fields();
    if (made.batch.key.empty() && keys.size() != 1) {
      throw Error(Errc::usage,
                  fmt::format("`{}` has {} key fields, so the batches' key must be named",
                              step_.query.model, keys.size()),
                  "write `-- covet:batch by KEY, 5000 rows`");
    }
    const std::string& key = made.batch.key.empty() ? keys.front() : made.batch.key;
    made.batch.key = dialect_.quote(field(key).column());
    made.batch.table = dialect_.quote(owner.table_name());
    if (!owner.db_schema.empty())
      made.batch.table = dialect_.quote(owner.db_schema) + "." + made.batch.table;
    made.sql += has_condition(made.sql) ? " AND {batch}" : " WHERE {batch}";
  }

  /// Whether the statement itself has a WHERE, and not only a query within it.
  bool has_condition(const std::string& sql) const {
    int depth = 0;
    for (const Token& token : lex_code(sql, dialect_.lexical_rules())) {
      if (token.text == "(") ++depth;
      if (token.text == ")") --depth;
      if (depth == 0 && is_word(token, "WHERE")) return true;
    }
    return false;
  }

  Error at_its_place(const Error& error) const {
    if (!error.diagnostics().empty()) return error;
    const Source source("", statement_.text.str());
    const auto fault = [&](std::size_t offset, std::size_t bytes) {
      std::vector<Diagnostic> faults = {
          source.at_offset(offset, bytes, "CV212", error.message(), error.hint())};
      return Error(error.code(), error.message(), error.hint()).with(std::move(faults));
    };
    // The last that a message names is what it is about.
    const std::vector<std::string> names = names_in(error.message());
    for (auto name = names.rbegin(); name != names.rend(); ++name) {
      for (const QueryWord& word : words_) {
        if (word.kind != QueryToken::name && word.kind != QueryToken::text) continue;
        const auto at = place_in(word.text, *name);
        if (!at) continue;
        const std::size_t quote = word.kind == QueryToken::text ? 1 : 0;
        return fault(word.offset + quote + *at, name->size());
      }
    }
    return fault(0, statement_.text.first_line().size());
  }

  const SqlStatement& statement_;
  const QueryStep& step_;
  const schema::QueryModels& models_;
  const Dialect& dialect_;
  std::string text_;
  std::vector<QueryWord> words_;
};

}  // namespace

StepSql step_sql(const SqlStatement& statement, const schema::QueryModels& models,
                 const Dialect& dialect) {
  return Compiler(statement, models, dialect).compile();
}

}  // namespace covet::migrations
