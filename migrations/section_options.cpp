#include "migrations/section_options.h"

#include <algorithm>
#include <array>

#include "core/base/error.h"
#include "core/base/hints.h"
#include "core/config/config.h"

namespace covet::migrations {
namespace {

std::optional<OptionFault> read_duration(const std::string& key, const std::string& value,
                                         std::optional<std::chrono::milliseconds>& duration) {
  if (value.empty()) {
    return OptionFault{"`" + key + "` wants a duration", "write " + key + "=5s"};
  }
  try {
    duration = config::parse_duration(value);
    return std::nullopt;
  } catch (const Error& error) {
    return OptionFault{error.message(), error.hint()};
  }
}

}  // namespace

std::optional<OptionFault> read_section_option(const std::string& option, Section& section) {
  const std::size_t equals = std::min(option.find('='), option.size());
  const std::string key = option.substr(0, equals);
  const std::string value = option.substr(std::min(equals + 1, option.size()));
  if (key == "transaction") {
    if (value != "none") {
      return OptionFault{"`transaction` is `none` or not said", "write transaction=none"};
    }
    section.transaction = false;
  } else if (key == "foreign_keys") {
    if (value != "off") {
      return OptionFault{"`foreign_keys` is `off` or not said", "write foreign_keys=off"};
    }
    section.foreign_keys_off = true;
  } else if (key == "lock_timeout") {
    return read_duration(key, value, section.lock_timeout);
  } else if (key == "statement_timeout") {
    return read_duration(key, value, section.statement_timeout);
  } else {
    const std::array<std::string, 5> known = {"transaction", "lock_timeout", "statement_timeout",
                                              "foreign_keys", "irreversible:"};
    return OptionFault{"unknown option `" + key + "`",
                       "a section takes transaction=none, lock_timeout=5s, statement_timeout=60s, "
                       "foreign_keys=off",
                       did_you_mean(key, known)};
  }
  return std::nullopt;
}

}  // namespace covet::migrations
