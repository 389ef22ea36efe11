#include "core/base/error.h"
#include "core/typed/through.h"
#include "tests/typed/support.h"

// A typed query is the query that its text is.
namespace covet::tests {
namespace {

using blog::Author;
using blog::Blog;
using blog::Comment;
using blog::Entry;
using blog::Membership;
using blog::Profile;
using typed::Query;

TEST(TypedCompiled, Comparisons) {
  expect_filter(Entry::headline == "x", R"(headline="x")");
  expect_filter(Entry::headline != "x", R"(~Q(headline="x"))");
  expect_filter(Entry::rating >= 3 && Entry::rating < 5, "rating__gte=3, rating__lt=5");
  expect_filter(Entry::rating > 3 || !(Entry::rating <= 5), "Q(rating__gt=3) | ~Q(rating__lte=5)");
  expect_filter(Entry::rating == std::nullopt, "rating=None");
  expect_filter(Entry::rating != std::nullopt, "~Q(rating=None)");
  expect_filter(Entry::rating == std::optional<int>(3), "rating=3");
  expect_filter(Entry::rating == std::optional<int>(), "rating=None");
  expect_filter(3 <= Entry::rating && 5 > Entry::rating, "rating__gte=3, rating__lt=5");
  expect_filter(Entry::rating.is_null(), "rating__isnull=True");
  expect_filter(Entry::rating.is_not_null(), "rating__isnull=False");
  expect_filter(Entry::rating.in({1, 2}), "rating__in=[1, 2]");
  expect_filter(Entry::rating.in(std::vector<std::int64_t>{}), "rating__in=[]");
  expect_filter(Entry::rating.between(1, 2), "rating__range=[1, 2]");
  expect_filter(Entry::rating == Entry::number_of_comments, R"(rating=F("number_of_comments"))");
  expect_filter(Entry::rating > Entry::number_of_comments * 2,
                R"(rating__gt=F("number_of_comments") * 2)");
  expect_filter(Entry::price == Decimal{"1.50"}, "price=1.50");
  expect_filter(Entry::score > 1.5, "score__gt=1.5");
  expect_filter(Entry::published == true, "published=True");
  expect_filter(Entry::pub_date == Date(std::chrono::year(2026) / 11 / 27),
                R"(pub_date="2026-11-27")");
  expect_filter(Entry::status == Entry::Status::review, R"(status="review")");
  expect_filter(Entry::status.in({Entry::Status::draft, Entry::Status::live}),
                R"(status__in=["draft", "live"])");
}

TEST(TypedCompiled, Texts) {
  const std::string text = "50%";
  expect_filter(Blog::name.contains(text), R"(name__contains="50%")");
  expect_filter(Blog::name.icontains("x"), R"(name__icontains="x")");
  expect_filter(Blog::name.startswith(std::string_view("x")), R"(name__startswith="x")");
  expect_filter(Blog::name.istartswith("x"), R"(name__istartswith="x")");
  expect_filter(Blog::name.endswith("x"), R"(name__endswith="x")");
  expect_filter(Blog::name.iendswith("x"), R"(name__iendswith="x")");
  expect_filter(Blog::name.iexact("x"), R"(name__iexact="x")");
  expect_filter(Blog::name.regex("^x"), R"(name__regex="^x")");
  expect_filter(Blog::name.iregex("^x"), R"(name__iregex="^x")");
  expect_filter(Blog::name.contains(Blog::tagline), R"(name__contains=F("tagline"))");
  expect_filter(Blog::name.lower() == "x", R"(name__lower="x")");
  expect_filter(Blog::name.length() > 3, "name__length__gt=3");
}

TEST(TypedCompiled, PartsOfTimesAndDocuments) {
  expect_filter(Entry::pub_date.year() == 2026, "pub_date__year=2026");
  expect_filter(Entry::mod_date.hour() < 12, "mod_date__hour__lt=12");
  expect_filter(Entry::mod_date.date() == Date(std::chrono::year(2026) / 1 / 2),
                R"(mod_date__date="2026-01-02")");
  expect_filter(Entry::mod_date.year().is_null(), "mod_date__year__isnull=True");
  // SQLite has none.
  EXPECT_EQ(compiled(Query<Profile>().filter(Profile::settings.contains("x")).untyped().query(),
                     "postgresql"),
            compiled(query::parse_query(R"(profile.filter(settings__contains="x"))").query(),
                     "postgresql"));
  expect_filter(Profile::settings.has_key("theme"), R"(settings__has_key="theme")");
  expect_filter(Profile::settings.key("theme") == "dark", R"(settings__theme="dark")");
  expect_filter(Profile::settings.key("a").key("b") > 3, "settings__a__b__gt=3");
}

TEST(TypedCompiled, Relations) {
  expect_filter(Entry::blog == 5, "blog=5");
  expect_filter(Entry::blog(Blog::name).startswith("B"), R"(blog__name__startswith="B")");
  expect_filter(Comment::entry(Entry::blog(Blog::name)) == "B", R"(entry__blog__name="B")");
  expect_filter(Comment::entry(Entry::blog)(Blog::name) == "B", R"(entry__blog__name="B")");
  expect_filter(Comment::entry(Entry::blog).has(Blog::name == "B"), R"(entry__blog__name="B")");
  expect_filter(Comment::entry(Entry::blog) == 3, "entry__blog=3");
  expect_filter(Author::mentor.is_null(), "mentor=None");
  expect_filter(Author::mentor(Author::age) > Author::age, R"(mentor__age__gt=F("age"))");
  expect_filter(Author::pupils(Author::age) > 20, "pupils__age__gt=20");
  expect_filter(Entry::authors(Author::name) == "Ada", R"(authors__name="Ada")");
  expect_filter(!(Entry::authors(Author::name) == "Ada"), R"(~Q(authors__name="Ada"))");
  expect_filter(Author::profile(Profile::bio).contains("x"), R"(profile__bio__contains="x")");
  expect_filter(Author::profile.is_null(), "profile__isnull=True");
  expect_filter(Comment::entry.has(Entry::rating > 3 && Entry::blog(Blog::name) == "B"),
                R"(entry__rating__gt=3, entry__blog__name="B")");
  expect_filter(Entry::blog.in(Query<Blog>().filter(Blog::name == "B").column(Blog::id)),
                R"(blog__in=blog.filter(name="B").values("id"))");
}

TEST(TypedCompiled, AnyIsExists) {
  expect_filter(
      Blog::entry.any(Entry::rating > 3 && Entry::published == true),
      R"(Exists(blog.filter(id=OuterRef("id"), entry__isnull=False, entry__rating__gt=3, entry__published=True)))");
  expect_filter(!Blog::entry.any(),
                R"(~Exists(blog.filter(id=OuterRef("id"), entry__isnull=False)))");
  expect_filter(Blog::entry.any(Entry::authors.any(Author::name == "Ada")),
                R"(Exists(blog.filter(id=OuterRef("id"), entry__isnull=False,
           Exists(entry.filter(id=OuterRef("entry__id"), authors__isnull=False, authors__name="Ada")))))");
}

/// What is said of an entry, as said of a comment.
void expect_through(const std::string& of_entry, const std::string& of_comment) {
  expect_as(
      query::QuerySet("comment").filter(typed::through(query::parse_condition(of_entry), "entry")),
      "comment.filter(" + of_comment + ")");
}

TEST(TypedCompiled, ThroughLeadsEveryPath) {
  expect_through(R"(rating__gt=F("number_of_comments") + 1, headline__in=[F("body_text"), "x"])",
                 R"(entry__rating__gt=F("entry__number_of_comments") + 1,
                    entry__headline__in=[F("entry__body_text"), "x"])");
  expect_through(R"(Q(headline=Lower("headline")) | ~Q(blog__name="x"))",
                 R"(Q(entry__headline=Lower("entry__headline")) | ~Q(entry__blog__name="x"))");
  expect_through(
      R"(rating=Case(When(published=True, then=F("rating")), default=3))",
      R"(entry__rating=Case(When(entry__published=True, then=F("entry__rating")), default=3))");
  expect_through(R"(blog__in=blog.filter(name="x"))", R"(entry__blog__in=blog.filter(name="x"))");
  // Within the subquery only what is outside of it is led.
  expect_through(R"(Exists(blog.filter(id=OuterRef("blog"), name="x")))",
                 R"(Exists(blog.filter(id=OuterRef("entry__blog"), name="x")))");
  expect_through(
      R"(Exists(blog.filter(id=OuterRef("blog"), Exists(author.filter(name=OuterRef("name"))))))",
      R"(Exists(blog.filter(id=OuterRef("entry__blog"), Exists(author.filter(name=OuterRef("name"))))))");
  try {
    typed::through(query::parse_condition(R"(rating=Raw("1"))"), "entry");
    ADD_FAILURE() << "it was taken";
  } catch (const Error& error) {
    EXPECT_EQ(error.code(), Errc::unsupported);
  }
}

TEST(TypedCompiled, WholeQueries) {
  expect_as(
      Query<Entry>()
          .filter(Entry::headline.endswith("x"))
          .exclude(Entry::rating == 3)
          .order_by(Entry::rating.desc(), Entry::id.asc())
          .limit(10)
          .offset(5)
          .untyped(),
      R"(entry.filter(headline__endswith="x").exclude(rating=3).order_by("-rating", "id")[5:15])");
  expect_as(Query<Entry>().distinct().order_by(Entry::blog(Blog::name).asc()).reverse().untyped(),
            R"(entry.distinct().order_by("-blog__name"))");
  expect_as(Query<Membership>().filter(Membership::role == "x").untyped(),
            R"(membership.filter(role="x"))");
}

TEST(TypedCompiled, SumsHoldWhatTheirFieldsDo) {
  constexpr typed::Field<Entry, std::optional<std::uint64_t>> largest{"rating"};
  EXPECT_TRUE(
      (std::same_as<decltype(typed::sum(largest))::result_type, std::optional<std::uint64_t>>));
  EXPECT_TRUE((
      std::same_as<decltype(typed::sum(Entry::rating))::result_type, std::optional<std::int64_t>>));
}

TEST(TypedCompiled, WritesAreOfTheirModelsFields) {
  const auto set = [](auto assignment) {
    return Query<Entry>().untyped().update({assignment.untyped()});
  };
  expect_as(set(Entry::rating.set(Entry::rating + 1)), R"(entry.update(rating=F("rating") + 1))");
  expect_as(set(Entry::rating.set(std::nullopt)), "entry.update(rating=None)");
  expect_as(set(Entry::rating.set(std::optional<int>(5))), "entry.update(rating=5)");
  expect_as(set(Entry::headline.set("x")), R"(entry.update(headline="x"))");
  expect_as(set(Entry::status.set(Entry::Status::live)), R"(entry.update(status="live"))");
  expect_as(set(Entry::blog.set(3)), "entry.update(blog=3)");
  expect_as(set(Entry::score.set(Entry::score / 2)), R"(entry.update(score=F("score") / 2))");
}

}  // namespace
}  // namespace covet::tests
