#pragma once

#include "core/base/value.h"

namespace covet {

/// A random UUID: RFC 9562, section 5.4. 122 bits come from fill_random.
Uuid uuid4();

/// A UUID that sorts by time: RFC 9562, section 5.7. Its first 48 bits are `now` in milliseconds;
/// the next 12 count (section 6.2, method 1), so that each is greater than all that this process
/// made before, also when the clock stands still or goes back; 62 are random. Threads may call it
/// at once. Moments before 1970 count as 1970.
Uuid uuid7(Timestamp now);

}  // namespace covet
