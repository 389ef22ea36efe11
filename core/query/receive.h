#pragma once

#include "core/query/compile.h"

namespace covet::query {

/// A value as an engine gave it, as the one that its column holds on every engine: a bool where the
/// engine has 0 and 1, a Decimal with its field's places, a Timestamp where it has text. What fits
/// nothing comes back as it is.
Value received(const Output& output, Value value);
/// The same where it stands.
void receive(const Output& output, Value& value);

}  // namespace covet::query
