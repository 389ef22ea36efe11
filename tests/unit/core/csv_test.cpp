#include "core/record/csv.h"

#include <sstream>

#include <gtest/gtest.h>

#include "core/base/error.h"
#include "tests/support/thrown_by.h"

namespace covet::record {
namespace {

using Record = std::vector<CsvField>;

std::vector<Record> read(const std::string& text) {
  std::istringstream in(text);
  CsvReader reader(in);
  std::vector<Record> records;
  for (Record record; reader.next(record);)
    records.push_back(record);
  return records;
}

TEST(Csv, TellsNullFromAnEmptyText) {
  EXPECT_EQ(csv_line({std::nullopt, "", "x"}), ",\"\",x\r\n");
  EXPECT_EQ(read(",\"\",x\r\n"), (std::vector<Record>{{std::nullopt, "", "x"}}));
}

TEST(Csv, ReadsWhatItWrites) {
  const Record hard{"a,b", "\"", "two\r\nlines", "\n", " ", "'", std::nullopt, "\"\"", ","};
  const Record plain{"1", "2"};
  EXPECT_EQ(read(csv_line(hard) + csv_line(plain)), (std::vector<Record>{hard, plain}));
}

TEST(Csv, EndsARecordWithAnyLineEndOrNone) {
  const std::vector<Record> wanted{{"a", "b"}, {"c", std::nullopt}};
  EXPECT_EQ(read("a,b\nc,"), wanted);
  EXPECT_EQ(read("a,b\r\nc,\r\n"), wanted);
  EXPECT_EQ(read("a,b\rc,\r"), wanted);
  EXPECT_EQ(read(""), std::vector<Record>{});
  EXPECT_EQ(read("\n"), (std::vector<Record>{{std::nullopt}}));
}

TEST(Csv, KnowsWhereTheNextRecordBegins) {
  const std::string text = "a,\"x\ny\"\r\nsecond\n";
  std::istringstream in(text);
  CsvReader reader(in);
  Record record;
  ASSERT_TRUE(reader.next(record));
  EXPECT_EQ(reader.line(), 3U);
  ASSERT_EQ(reader.offset(), text.find("second"));
  std::istringstream again(text);
  again.seekg(static_cast<std::streamoff>(reader.offset()));
  CsvReader resumed(again, reader.offset(), reader.line());
  ASSERT_TRUE(resumed.next(record));
  EXPECT_EQ(record, Record{"second"});
  EXPECT_EQ(resumed.offset(), text.size());
}

TEST(Csv, RefusesQuotesThatDoNotMatch) {
  EXPECT_EQ(tests::thrown_by([] { read("a,\"b\nc"); }), Errc::parse);
  EXPECT_EQ(tests::thrown_by([] { read("\"a\"b\n"); }), Errc::parse);
  EXPECT_EQ(read("a\"b\n"), (std::vector<Record>{{"a\"b"}}));
}

}  // namespace
}  // namespace covet::record
