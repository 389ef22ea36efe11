// rows_bench load URL TABLE COLUMNS <rows.tsv      every line a row, its fields between tabs
// rows_bench stream URL SQL >rows.tsv
// rows_bench call URL COUNT                        SELECT 1 out of a pool, that often
//
// What the library does with many rows, to be timed as a whole process beside the engine's own
// client. Prints its peak memory on stderr.

#include <cstdio>
#include <fstream>
#include <iostream>
#include <string>
#include <string_view>
#include <vector>

#include "adapters/backends.h"
#include "core/base/error.h"
#include "core/base/strings.h"
#include "core/db/database.h"

namespace {

using namespace covet;

const Driver& driver_of(const Url& url) {
  return adapters::find_by_scheme(url.scheme)->driver;
}

std::unique_ptr<Connection> connect(const Url& url) {
  ConnectOptions options;
  options.local_files = true;
  return driver_of(url).connect(url, options);
}

void load(const Url& url, const std::string& table, const std::string& columns) {
  const auto connection = connect(url);
  const auto writer = connection->bulk({"", table, split(columns, ',')});
  std::string line;
  std::vector<Value> row(split(columns, ',').size(), std::string());
  while (std::getline(std::cin, line)) {
    std::string_view rest = line;
    for (Value& value : row) {
      const std::size_t tab = std::min(rest.find('\t'), rest.size());
      std::get<std::string>(value).assign(rest.substr(0, tab));
      rest.remove_prefix(std::min(tab + 1, rest.size()));
    }
    writer->add(row);
  }
  writer->finish();
}

void stream(const Url& url, const std::string& sql) {
  const auto connection = connect(url);
  const auto cursor = connection->stream({sql});
  std::string out;
  while (const Row* row = cursor->next()) {
    for (std::size_t i = 0; i < row->size(); ++i) {
      if (i > 0) out += '\t';
      if (const auto* text = std::get_if<std::string>(&(*row)[i])) {
        out += *text;
      } else {
        out += to_text((*row)[i]);
      }
    }
    out += '\n';
    if (out.size() > 1U << 16U) {
      std::fwrite(out.data(), 1, out.size(), stdout);
      out.clear();
    }
  }
  std::fwrite(out.data(), 1, out.size(), stdout);
}

/// Since exec: what getrusage tells is that of whoever forked, where it was more.
std::string peak_memory() {
  std::ifstream status("/proc/self/status");
  for (std::string line; std::getline(status, line);)
    if (line.starts_with("VmHWM:")) return std::string(trim(std::string_view(line).substr(6)));
  return "unknown";
}

void call(const Url& url, long count) {
  Database database(driver_of(url), url, {}, {});
  for (long i = 0; i < count; ++i)
    database.borrow()->fetch_value({"SELECT 1"});
}

}  // namespace

int main(int argc, char** argv) {
  std::ios::sync_with_stdio(false);
  const std::vector<std::string> words(argv + 1, argv + argc);
  try {
    if (words.size() == 4 && words[0] == "load") {
      load(parse_url(words[1]), words[2], words[3]);
    } else if (words.size() == 3 && words[0] == "stream") {
      stream(parse_url(words[1]), words[2]);
    } else if (words.size() == 3 && words[0] == "call") {
      call(parse_url(words[1]), std::stol(words[2]));
    } else {
      return 2;
    }
  } catch (const Error& error) {
    std::fprintf(stderr, "error: %s\n", error.what());
    return 1;
  }
  std::fprintf(stderr, "peak memory: %s\n", peak_memory().c_str());
  return 0;
}
