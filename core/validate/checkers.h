#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/value.h"
#include "core/model/model.h"
#include "core/validate/registry.h"

namespace covet::validate {

/// ASCII letters, digits, - and _; one at least.
bool is_slug(std::string_view text);
/// True for a text without any character that is seen: empty, or of white space as Unicode counts
/// it (White_Space, PropList.txt) alone.
bool is_blank(std::string_view text);

/// Why a value that convert gave fails this validator, in the validator's own words or its
/// `message`; nothing where it holds, and for NULL. Throws Error{usage} for an `own` one that
/// nobody registered.
std::optional<std::string> why_not(const model::ModelSet& models, const model::Field& field,
                                   const model::ValidatorDef& validator, const Value& value,
                                   const Registry& registry);

/// False where faults_of finds nothing in any value of this field.
bool has_checks(const model::Field& field);

/// All that is wrong with a value that convert gave: min_value, max_value, min_length, what its
/// type asks for (Email, URL) and its validators; of an Array also those of each item.
std::vector<std::string> faults_of(const model::ModelSet& models, const model::Field& field,
                                   const Value& value, const Registry& registry);

}  // namespace covet::validate
