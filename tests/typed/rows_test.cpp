#include <fstream>

#include "core/base/error.h"
#include "tests/support/databases.h"
#include "tests/support/thrown_by.h"
#include "tests/typed/support.h"

// Rows of generated models, there and back, on SQLite; tests/example_codegen does it on every
// engine.
namespace covet::tests {
namespace {

using blog::Author;
using blog::Blog;
using blog::Comment;
using blog::Entry;
using blog::Membership;
using typed::Query;

class TypedRows : public testing::Test {
 protected:
  void SetUp() override { make_tables(*connection, database.backend(), blog::model_set()); }

  Entry::Row entry(const std::string& headline, std::optional<int> rating = {}) {
    return typed::create<Entry>(store, {.blog = home.id,
                                        .headline = headline,
                                        .pub_date = Date(std::chrono::year(2026) / 11 / 27),
                                        .rating = rating});
  }
  std::vector<std::string> headlines(const typed::Condition<Entry>& condition) {
    std::vector<std::string> found;
    for (const Entry::Row& row :
         Query<Entry>(store).filter(condition).order_by(Entry::id.asc()).all())
      found.push_back(row.headline);
    return found;
  }

  TestDatabase database{"sqlite"};
  std::unique_ptr<Connection> connection = database.connect();
  record::Hooks hooks;
  record::Store store{blog::model_set(), *connection, hooks};
  Blog::Row home;
};

class TypedEntries : public TypedRows {
 protected:
  void SetUp() override {
    TypedRows::SetUp();
    home = typed::create<Blog>(store, {.name = "Home", .tagline = "-"});
    ada = typed::create<Author>(store, {.name = "Ada", .age = 36});
    bob = typed::create<Author>(store, {.name = "Bob", .mentor = ada.id});
    one = entry("one", 1);
    two = entry("two");
    typed::add(store, one, Entry::authors, {ada.id, bob.id});
    typed::create<Comment>(store, {.entry = one.id, .author = bob.id, .text = "good"});
    typed::create<Comment>(store, {.entry = one.id, .author = std::nullopt, .text = "good"});
  }
  Author::Row ada, bob;
  Entry::Row one, two;
};

using Names = std::vector<std::string>;

TEST_F(TypedEntries, AreCreatedWithWhatTheModelFills) {
  EXPECT_EQ(two.id, one.id + 1);
  EXPECT_EQ(two.status, Entry::Status::draft);
  EXPECT_EQ(two.number_of_comments, 0);
  EXPECT_FALSE(two.rating);
  EXPECT_EQ(two.pub_date, Date(std::chrono::year(2026) / 11 / 27));
  EXPECT_EQ(Query<Entry>(store).filter(Entry::id == two.id).get(), two);
}

TEST_F(TypedEntries, AreFound) {
  EXPECT_EQ(headlines(Entry::rating == 1), Names{"one"});
  EXPECT_EQ(headlines(Entry::rating != 1), Names{"two"});
  EXPECT_EQ(headlines(Entry::blog(Blog::name).istartswith("HO")), (Names{"one", "two"}));
  EXPECT_EQ(headlines(Entry::authors.any(Author::age > 30)), Names{"one"});
  EXPECT_EQ(headlines(!Entry::authors.any()), Names{"two"});
  // One for each comment, and one.
  EXPECT_EQ(headlines(Entry::comments(Comment::text) == "good"), (Names{"one", "one"}));
  EXPECT_EQ(headlines(Entry::comments.any(Comment::text == "good")), Names{"one"});
  EXPECT_EQ(headlines(Entry::comments.any(Comment::author.has(Author::name == "Bob"))),
            Names{"one"});
  // Of the same author: Ada is 36, Bob has a mentor.
  EXPECT_EQ(headlines(Entry::authors.any(Author::age == 36 && Author::mentor == ada.id)), Names{});
  EXPECT_EQ(headlines(Entry::authors.any(Author::pupils.any() && Author::name == "Bob")), Names{});
  EXPECT_EQ(headlines(Entry::authors.any(Author::pupils.any() && Author::name == "Ada")),
            Names{"one"});
}

TEST_F(TypedEntries, AreTakenOneByOne) {
  const auto query = Query<Entry>(store);
  EXPECT_EQ(query.count(), 2U);
  EXPECT_TRUE(query.filter(Entry::rating == 1).exists());
  EXPECT_FALSE(query.filter(Entry::rating == 7).exists());
  EXPECT_EQ(query.first(), one);
  EXPECT_EQ(query.order_by(Entry::id.desc()).first(), two);
  EXPECT_EQ(query.filter(Entry::rating == 7).first(), std::nullopt);
  EXPECT_EQ(thrown_by([&] { query.get(); }), Errc::usage);
  EXPECT_EQ(thrown_by([&] { query.filter(Entry::rating == 7).get(); }), Errc::not_found);
  Names seen;
  query.order_by(Entry::id.desc()).each([&](const Entry::Row& row) {
    seen.push_back(row.headline);
  });
  EXPECT_EQ(seen, (Names{"two", "one"}));
  EXPECT_EQ(thrown_by([] { Query<Entry>().all(); }), Errc::usage);
}

TEST_F(TypedEntries, ComeAsColumnsAndGroups) {
  using Columns = std::vector<std::tuple<std::int64_t, std::string, std::int64_t>>;
  EXPECT_EQ(Query<Entry>(store)
                .order_by(Entry::id.asc())
                .values(Entry::id, Entry::blog(Blog::name), Entry::number_of_comments + 1),
            (Columns{{one.id, "Home", 1}, {two.id, "Home", 1}}));
  using Groups = std::vector<std::tuple<std::int64_t, std::string>>;
  EXPECT_EQ(Query<Comment>(store).values(typed::count<Comment>(), Comment::text),
            (Groups{{2, "good"}}));
  const auto [rows, most, none] = Query<Entry>(store).aggregate(
      typed::count<Entry>(), typed::max(Entry::rating), typed::sum(Entry::price));
  EXPECT_EQ(rows, 2);
  EXPECT_EQ(most, 1);
  EXPECT_EQ(none, std::nullopt);
  EXPECT_EQ(Query<Entry>(store).avg(Entry::rating), 1.0);
  EXPECT_EQ(Query<Entry>(store).min(Entry::headline), "one");
  EXPECT_EQ(Query<Entry>(store).sum(Entry::rating), 1);
}

TEST_F(TypedEntries, ComeWithRelatedRows) {
  const auto rows =
      Query<Comment>(store).order_by(Comment::id.asc()).with(Comment::entry, Comment::author).all();
  ASSERT_EQ(rows.size(), 2U);
  EXPECT_EQ(std::get<1>(rows[0]), one);
  EXPECT_EQ(std::get<2>(rows[0]), bob);
  EXPECT_EQ(std::get<2>(rows[1]), std::nullopt);
  const auto far = Query<Comment>(store)
                       .order_by(Comment::id.asc())
                       .with(Comment::entry(Entry::blog), Comment::author(Author::mentor))
                       .all();
  ASSERT_EQ(far.size(), 2U);
  EXPECT_EQ(std::get<1>(far[0]), home);
  EXPECT_EQ(std::get<2>(far[0]), ada);
  EXPECT_EQ(std::get<2>(far[1]), std::nullopt);
  const auto [author, profile] = Query<Author>(store).with(Author::profile).first().value();
  EXPECT_EQ(author, ada);
  EXPECT_EQ(profile, std::nullopt);
}

TEST_F(TypedEntries, AreSavedAndRemoved) {
  one.headline = "changed";
  one.rating = std::nullopt;
  one.status = Entry::Status::live;
  typed::save(store, one, Entry::headline);
  EXPECT_EQ(Query<Entry>(store).filter(Entry::id == one.id).get().rating, 1);
  typed::save(store, one);
  EXPECT_EQ(Query<Entry>(store).filter(Entry::id == one.id).get(), one);
  EXPECT_EQ(Query<Entry>(store)
                .filter(Entry::id == two.id)
                .update(Entry::number_of_comments.set(Entry::number_of_comments + 5),
                        Entry::rating.set(2)),
            1U);
  EXPECT_EQ(Query<Entry>(store).filter(Entry::number_of_comments == 5).get().rating, 2);
  typed::remove(store, two);
  EXPECT_EQ(thrown_by([&] { typed::save(store, two); }), Errc::not_found);
  EXPECT_EQ(Query<Comment>(store).filter(Comment::author.is_null()).remove(), 1U);
  EXPECT_EQ(Query<Comment>(store).count(), 1U);
  typed::set(store, one, Entry::authors, {bob.id});
  typed::remove(store, one, Entry::authors, std::vector{ada.id});
  EXPECT_EQ(Query<Author>(store).filter(Author::entry(Entry::id) == one.id).get(), bob);
  typed::clear(store, one, Entry::authors);
  EXPECT_FALSE(Query<Author>(store).filter(Author::entry.any()).exists());
}

TEST_F(TypedRows, ComeInBulk) {
  EXPECT_EQ(typed::bulk_create<Author>(store, {{.name = "a", .age = 1}, {.name = "b"}}), 2U);
  EXPECT_EQ(Query<Author>(store).count(), 2U);
  const Blog::Row one = typed::create<Blog>(store, {.name = "x", .tagline = "y"});
  const Author::Row someone = Query<Author>(store).first().value();
  const Membership::Row member =
      typed::create<Membership>(store, {.blog = one.id, .author = someone.id, .role = "boss"});
  EXPECT_EQ(Query<Membership>(store).first(), member);
}

TEST_F(TypedRows, AreHeldToTheirModel) {
  EXPECT_EQ(thrown_by([&] {
              typed::create<Blog>(store, {.name = std::string(101, 'x'), .tagline = ""});
            }),
            Errc::usage);
  EXPECT_EQ(thrown_by([] { (void)Author::New{.name = "x", .age = std::int64_t{1} << 40}; }),
            Errc::usage);
}

TEST(TypedValues, SayWhichWayANumberIsOutOfBounds) {
  const auto said = [](const auto& make) {
    try {
      make();
    } catch (const Error& error) {
      return error.message();
    }
    return std::string("it was taken");
  };
  const std::int64_t far = std::int64_t{1} << 40;
  EXPECT_EQ(said([&] { typed::Required<std::int32_t>{far}; }),
            "1099511627776 is too large for its field");
  EXPECT_EQ(said([&] { typed::Required<std::int32_t>{-far}; }),
            "-1099511627776 is too small for its field");
  EXPECT_EQ(said([&] { typed::OrDefault<std::optional<std::uint16_t>>{-1}; }),
            "-1 is negative, and its field is unsigned");
}

TEST_F(TypedRows, SayWhatTheyCannotHold) {
  connection->execute("INSERT INTO author (name, age) VALUES ('x', 'old')");
  try {
    Query<Author>(store).all();
    ADD_FAILURE() << "it was taken";
  } catch (const Error& error) {
    EXPECT_EQ(error.message(),
              "`age` of `author` holds \"old\", where the program expects a whole number");
    EXPECT_NE(error.hint().find("covet codegen"), std::string::npos);
  }
}

TEST(TypedChoices, AreTexts) {
  EXPECT_EQ(typed::to_text(Entry::Status::review), "review");
  EXPECT_EQ(typed::from_text<Entry::Status>("live"), Entry::Status::live);
  EXPECT_EQ(typed::from_text<Entry::Status>("lively"), std::nullopt);
  static_assert(typed::from_text<Entry::Status>("draft") == Entry::Status::draft);
}

template <class T>
T there_and_back(const T& value) {
  T read_back{};
  typed::read(typed::stored_value(value), read_back, {"model", "field"});
  return read_back;
}

TEST(TypedValues, GoThereAndBack) {
  const std::vector<std::vector<std::int32_t>> grid{{1, -2}, {}};
  EXPECT_EQ(there_and_back(grid), grid);
  EXPECT_EQ(std::get<Json>(typed::stored_value(grid)).text, "[[1, -2], []]");
  const std::vector<std::string> texts{"a \"b\"", "", "ü"};
  EXPECT_EQ(there_and_back(texts), texts);
  const std::vector<Decimal> decimals{{"1.50"}, {"-12345678901234567890.1"}};
  EXPECT_EQ(there_and_back(decimals), decimals);
  const std::vector<Date> days{Date(std::chrono::year(2026) / 1 / 2)};
  EXPECT_EQ(there_and_back(days), days);
  const std::vector<Bytes> bytes{{std::byte{0}, std::byte{255}}};
  EXPECT_EQ(there_and_back(bytes), bytes);
  const std::vector<Entry::Status> choices{Entry::Status::live};
  EXPECT_EQ(there_and_back(choices), choices);
  const std::optional<std::uint64_t> most = ~std::uint64_t{0};
  EXPECT_EQ(there_and_back(most), most);
  EXPECT_EQ(there_and_back(std::optional<std::string>()), std::nullopt);
  std::uint64_t number = 0;
  typed::read(Decimal{"18446744073709551615"}, number, {"model", "field"});
  EXPECT_EQ(number, ~std::uint64_t{0});
  std::int16_t small = 0;
  EXPECT_EQ(thrown_by([&] {
              typed::read(Value(std::int64_t{40'000}), small, {"m", "f"});
            }),
            Errc::usage);
  EXPECT_EQ(thrown_by([&] {
              typed::read(Value(std::int64_t{-1}), number, {"m", "f"});
            }),
            Errc::usage);
  Decimal decimal;
  typed::read(Value(std::string("-1.50")), decimal, {"m", "f"});
  EXPECT_EQ(decimal.text, "-1.50");
  EXPECT_EQ(thrown_by([&] {
              typed::read(Value(std::string("1.5 or so")), decimal, {"m", "f"});
            }),
            Errc::usage);
  Json json;
  typed::read(Value(std::string("[1]")), json, {"m", "f"});
  EXPECT_EQ(json.text, "[1]");
  EXPECT_EQ(thrown_by([&] {
              typed::read(Value(std::string("[1")), json, {"m", "f"});
            }),
            Errc::usage);
  std::vector<std::string> list;
  EXPECT_EQ(thrown_by([&] { typed::read(Value(Json{"{}"}), list, {"m", "f"}); }), Errc::usage);
}

}  // namespace
}  // namespace covet::tests
