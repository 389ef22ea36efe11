#include "adapters/mysql/catalog_scope.h"

#include <algorithm>
#include <vector>

#include "adapters/mysql/dialect.h"
#include "core/base/strings.h"

namespace covet::mysql {

std::string narrowed(std::string_view sql, const schema::Scope& scope) {
  constexpr std::size_t most_names = 1'000;
  constexpr std::string_view database = "schema = ?";
  const auto plain = [](const std::string& name) {
    return name.find_first_of("*?[\\") == std::string::npos;
  };
  std::string text(sql);
  const std::size_t at = text.find(database);
  if (scope.only.empty() || scope.only.size() > most_names || at == std::string::npos ||
      !std::ranges::all_of(scope.only, plain))
    return text;
  std::vector<std::string> names;
  for (const std::string& name : scope.only)
    names.push_back(quoted_text(name));
  text.insert(at + database.size(), " AND table_name IN (" + join(names, ", ") + ")");
  return text;
}

}  // namespace covet::mysql
