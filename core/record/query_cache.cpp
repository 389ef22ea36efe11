#include "core/record/query_cache.h"

#include <algorithm>
#include <utility>

#include "core/record/cacheable.h"

namespace covet::record {
namespace {

// What a list's node, the indexes and a vector's head take beside what they hold.
constexpr std::size_t entry_overhead = 256;
constexpr std::size_t row_overhead = sizeof(Row) + 16;

/// What tells values apart: 1 isn't "1", and no value ends where the next begins.
void append(std::string& key, const Value& value) {
  const std::string text = to_text(value);
  key += static_cast<char>('a' + value.index());
  key += std::to_string(text.size());
  key += ':';
  key += text;
}

std::string key_of(const QueryCache::Source& source, const Statement& statement) {
  std::string key = source.name;
  key += source.replica ? "\1" : "\2";
  append(key, statement.sql);
  for (const Value& param : statement.params)
    append(key, param);
  return key;
}

std::size_t bytes_of(const Value& value) {
  std::size_t bytes = sizeof(Value);
  if (const auto* const text = std::get_if<std::string>(&value)) bytes += text->capacity();
  if (const auto* const decimal = std::get_if<Decimal>(&value)) bytes += decimal->text.capacity();
  if (const auto* const json = std::get_if<Json>(&value)) bytes += json->text.capacity();
  if (const auto* const binary = std::get_if<Bytes>(&value)) bytes += binary->capacity();
  return bytes;
}

std::size_t bytes_of(const Rows& rows) {
  std::size_t bytes = 0;
  for (const Row& row : rows) {
    bytes += row_overhead;
    for (std::size_t i = 0; i < row.size(); ++i)
      bytes += bytes_of(row[i]);
  }
  return bytes;
}

}  // namespace

QueryCache::QueryCache(const model::ModelSet& models, const QueryCacheOptions& options,
                       Clock& clock)
    : graph_(models),
      options_(options),
      clock_(clock),
      by_table_(graph_.size()),
      written_(graph_.size()) {}

QueryCache::Kept QueryCache::rows(const Source& source, const query::Query& query,
                                  const Statement& statement, const Dialect& dialect,
                                  const std::function<Rows()>& fetch) {
  if (!is_cacheable(query, options_.raw_sql)) {
    const std::lock_guard guard(mutex_);
    ++stats_.bypassed;
    return nullptr;
  }
  Entry entry{.key = key_of(source, statement)};
  const Time asked = clock_.now();
  std::uint64_t began = 0;
  {
    const std::lock_guard guard(mutex_);
    if (Kept kept = find(entry.key, asked)) return kept;
    began = writes_;
  }
  entry.rows = std::make_shared<const Rows>(fetch());
  entry.tables = graph_.named_in(statement.sql, dialect);
  entry.bytes = entry_overhead + 2 * entry.key.size() + bytes_of(*entry.rows);
  entry.expires = asked + options_.time_to_live;
  Kept rows = entry.rows;
  keep(std::move(entry), source, began, asked);
  return rows;
}

QueryCache::Kept QueryCache::find(const std::string& key, Time now) {
  const auto found = by_key_.find(key);
  if (found != by_key_.end() && now < found->second->expires) {
    ++stats_.hits;
    entries_.splice(entries_.begin(), entries_, found->second);
    return found->second->rows;
  }
  ++stats_.misses;
  if (found != by_key_.end()) {
    ++stats_.expired;
    drop(found->second);
  }
  return nullptr;
}

bool QueryCache::overtaken(const Entry& entry, const Source& source, std::uint64_t began,
                           Time asked) const {
  if (cleared_ > began) return true;
  return std::any_of(entry.tables.begin(), entry.tables.end(), [&](std::size_t table) {
    const Written& last = written_[table];
    const bool unheard = source.replica && last.when && asked < *last.when + options_.replica_lag;
    return last.number > began || unheard;
  });
}

void QueryCache::keep(Entry entry, const Source& source, std::uint64_t began, Time asked) {
  // One that names no table of the models could never be dropped in time.
  if (entry.tables.empty() || entry.bytes > options_.most_bytes) return;
  const std::lock_guard guard(mutex_);
  if (overtaken(entry, source, began, asked)) {
    ++stats_.overtaken;
    return;
  }
  // Another thread asked the same.
  if (const auto same = by_key_.find(entry.key); same != by_key_.end()) drop(same->second);
  entries_.push_front(std::move(entry));
  const auto place = entries_.begin();
  by_key_.emplace(place->key, place);
  for (const std::size_t table : place->tables)
    by_table_[table].insert(&*place);
  stats_.bytes += place->bytes;
  ++stats_.entries;
  while (stats_.bytes > options_.most_bytes) {
    ++stats_.evictions;
    drop(std::prev(entries_.end()));
  }
}

void QueryCache::drop(Entries::iterator entry) {
  for (const std::size_t table : entry->tables)
    by_table_[table].erase(&*entry);
  stats_.bytes -= entry->bytes;
  --stats_.entries;
  by_key_.erase(entry->key);
  entries_.erase(entry);
}

void QueryCache::wrote(std::string_view table, Action action) {
  const TableGraph::Tables tables = graph_.reached(table, action);
  const Time now = clock_.now();
  const std::lock_guard guard(mutex_);
  ++writes_;
  for (const std::size_t each : tables) {
    written_[each] = {writes_, now};
    while (!by_table_[each].empty()) {
      ++stats_.dropped;
      drop(by_key_.at((*by_table_[each].begin())->key));
    }
  }
}

void QueryCache::clear() {
  const std::lock_guard guard(mutex_);
  cleared_ = ++writes_;
  stats_.dropped += entries_.size();
  while (!entries_.empty())
    drop(entries_.begin());
}

QueryCacheStats QueryCache::stats() const {
  const std::lock_guard guard(mutex_);
  return stats_;
}

}  // namespace covet::record
