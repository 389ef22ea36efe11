#include "core/config/url.h"

#include <string>
#include <vector>

#include <gtest/gtest.h>
#include <rapidcheck.h>
#include <rapidcheck/gtest.h>

#include "core/base/error.h"

namespace covet {
namespace {

// The parts that are there: "scheme user=… password=… host=… port=… database=… ?key=value".
std::string parts(std::string_view text) {
  const Url url = parse_url(text);
  std::string shown = url.scheme;
  const auto add = [&](const std::string& name, const std::string& value) {
    if (!value.empty()) shown += ' ' + name + '=' + value;
  };
  add("user", url.user);
  add("password", url.password);
  add("host", url.host);
  add("port", url.port == 0 ? "" : std::to_string(url.port));
  for (const Url::Host& other : url.other_hosts)
    add("or", other.name + (other.port == 0 ? "" : ":" + std::to_string(other.port)));
  add("database", url.database);
  for (const auto& [key, value] : url.params)
    shown += " ?" + key + '=' + value;
  return shown;
}

TEST(Url, TakesServersApart) {
  const std::vector<std::pair<std::string, std::string>> table = {
      {"postgresql://app:pw@db.internal:5432/blog",
       "postgresql user=app password=pw host=db.internal port=5432 database=blog"},
      {" Postgres://localhost/blog\n", "postgres host=localhost database=blog"},
      {"postgresql://", "postgresql"},
      {"mysql://root@h", "mysql user=root host=h"},
      {"mysql://root:@h/", "mysql user=root host=h"},
      {"postgresql://u:p%40s%2Fs%25@h/d%20b",
       "postgresql user=u password=p@s/s% host=h database=d b"},
      {"postgresql://u:p@s:s/w@h:1/db",
       "postgresql user=u password=p@s:s/w host=h port=1 database=db"},
      {"postgresql://u@[::1]:6000/db", "postgresql user=u host=::1 port=6000 database=db"},
      {"postgresql://[fe80::1]/a@b", "postgresql host=fe80::1 database=a@b"},
      {"postgresql://h/a@b", "postgresql host=h database=a@b"},
      {"postgresql:///db?host=/run/postgresql&user=me&port=6000",
       "postgresql user=me host=/run/postgresql port=6000 database=db"},
      {"postgresql://%2Frun%2Fpg/db", "postgresql host=/run/pg database=db"},
      {"postgresql://u:p@a:1,[::1]:2,c/db?target_session_attrs=read-write",
       "postgresql user=u password=p host=a port=1 or=::1:2 or=c database=db "
       "?target_session_attrs=read-write"},
      {"postgresql:///db?host=a,b,c&port=1,2", "postgresql host=a port=1 or=b:2 or=c database=db"},
      {"postgresql:///db?host=a,b&port=7", "postgresql host=a port=7 or=b:7 database=db"},
      {"mysql://user@localhost/db?socket=/run/x.sock&sslmode=require",
       "mysql user=user host=localhost database=db ?socket=/run/x.sock ?sslmode=require"},
      {"postgresql://h/db?options=-c%20a%3Db&x=",
       "postgresql host=h database=db ?options=-c a=b ?x="},
  };
  for (const auto& [text, expected] : table)
    EXPECT_EQ(parts(text), expected) << text;
}

TEST(Url, TakesFilesApart) {
  const std::vector<std::pair<std::string, std::string>> table = {
      {"sqlite:rel.db", "sqlite database=rel.db"},
      {"sqlite:./a/rel.db", "sqlite database=./a/rel.db"},
      {"sqlite:/abs.db", "sqlite database=/abs.db"},
      {"sqlite:///abs.db", "sqlite database=/abs.db"},
      {"sqlite:////abs.db", "sqlite database=/abs.db"},
      {"sqlite://rel/x.db", "sqlite database=rel/x.db"},
      {"sqlite::memory:", "sqlite database=:memory:"},
      {"sqlite:///:memory:", "sqlite database=:memory:"},
      {"sqlite:my file.db?mode=ro", "sqlite database=my file.db ?mode=ro"},
      {"sqlite:a%3Fb.db", "sqlite database=a?b.db"},
  };
  for (const auto& [text, expected] : table)
    EXPECT_EQ(parts(text), expected) << text;
}

TEST(Url, SaysWhatIsWrongAndNeverThePassword) {
  const std::vector<std::pair<std::string, std::string>> table = {
      {"", "the database URL is empty"},
      {"app.db", "the database URL does not begin with a scheme"},
      {"://h", "the database URL does not begin with a scheme"},
      {"postgresql:blog", "the database URL lacks the // after its scheme"},
      {"postgresql://u:hush%zz@h/db",
       "the database URL has a % in the password that two hex digits do not follow"},
      {"postgresql://u:hush%@h/db",
       "the database URL has a % in the password that two hex digits do not follow"},
      {"postgresql://u:hush%00@h/db", "the database URL has a zero byte (%00) in the password"},
      {"postgresql://u:hush%ff@h/db", "the database URL is not UTF-8 in the password"},
      {"postgresql://u:hu?sh@h/db", "the database URL has a ? in its password"},
      {"postgresql://u:hu sh@h/db", "the database URL holds a blank or a control character"},
      {"postgresql://u:hush@h:0/db",
       "the database URL has a port that is not a number from 1 to 65535"},
      {"postgresql://u:hush@h:65536",
       "the database URL has a port that is not a number from 1 to 65535"},
      {"postgresql://u:hush", "the database URL has a port that is not a number from 1 to 65535"},
      {"postgresql://u:hush@a,,b/db",
       "the database URL names several hosts, of which one is empty"},
      {"postgresql://u:hush@[::1/db", "the database URL has an IPv6 address without its ]"},
      {"postgresql://u:hush@h<x/db",
       "the database URL has a host with characters that no host has"},
      {"postgresql://h/db?sslmode", "the database URL has a parameter \"sslmode\" without a value"},
      {"postgresql://h/db?a=1&a=2", "the database URL has the parameter \"a\" twice"},
      {"postgresql://h/db?host=x", "the database URL says the host before the ? and behind it"},
      {"sqlite:", "the database URL names no file"},
  };
  for (const auto& [text, expected] : table) {
    try {
      parse_url(text);
      ADD_FAILURE() << text << " was accepted";
    } catch (const Error& error) {
      EXPECT_EQ(error.code(), Errc::config);
      EXPECT_EQ(error.message(), expected) << text;
      EXPECT_NE(error.hint(), "") << text;
      EXPECT_EQ((error.message() + error.hint()).find("hush"), std::string::npos) << text;
    }
  }
}

TEST(Url, MasksEverySecret) {
  const auto masked = [](std::string_view text) { return parse_url(text).masked(); };
  EXPECT_EQ(masked("postgresql://app:hush@db.internal/blog"),
            "postgresql://app:***@db.internal/blog");
  EXPECT_EQ(masked("postgresql://app@h/blog?password=hush"), "postgresql://app:***@h/blog");
  EXPECT_EQ(masked("postgresql://h/b?sslPassword=hush&sslmode=require&token=hush"),
            "postgresql://h/b?sslPassword=***&sslmode=require&token=***");
  EXPECT_EQ(masked("sqlite:///abs.db"), "sqlite:///abs.db");
  EXPECT_EQ(masked("sqlite::memory:"), "sqlite::memory:");
  EXPECT_EQ(masked("postgresql://u@[::1]:1/db"), "postgresql://u@[::1]:1/db");
}

TEST(Url, HandsParametersOutOnce) {
  Url url = parse_url("sqlite:a.db?mode=ro");
  EXPECT_EQ(url.take("mode"), "ro");
  EXPECT_EQ(url.take("mode"), std::nullopt);
}

RC_GTEST_PROP(Url, RoundTrips, ()) {
  // ASCII but the zero byte, the nasty characters above all.
  const auto word = rc::gen::container<std::string>(rc::gen::oneOf(
      rc::gen::inRange<char>(1, 127), rc::gen::elementOf(std::string("@:/?#%&=+ []"))));
  Url url;
  url.scheme = "mysql";
  url.user = *word;
  url.password = *word;
  url.host = *rc::gen::element<std::string>("", "localhost", "::1", "/run/my sql", "10.0.0.1");
  url.port = *rc::gen::inRange(0, 65536);
  url.database = *word;
  url.params["p"] = *word;
  const Url again = parse_url(url.text());
  RC_ASSERT(again.user == url.user);
  RC_ASSERT(again.password == url.password);
  RC_ASSERT(again.host == url.host);
  RC_ASSERT(again.port == url.port);
  RC_ASSERT(again.database == url.database);
  RC_ASSERT(again.params == url.params);
}

}  // namespace
}  // namespace covet
