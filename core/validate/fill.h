#pragma once

#include <optional>

#include "core/base/clock.h"
#include "core/model/default_factory.h"
#include "core/model/model.h"

namespace covet::validate {

/// What a factory makes, as `field`'s column holds it. Random ones need the system's generator.
Value make(model::Factory factory, const model::Field& field, const Clock& clock);

/// The clock's moment as `field`'s column holds it: a DateTime, a Date or a Time, in UTC, cut to
/// its precision.
Value now_for(const model::Field& field, const Clock& clock);

/// What a new row's field gets where the program gave nothing: from default_factory, auto_generate
/// or a default that is a value, in this order. Nothing where the database fills it
/// (auto_increment, a default in SQL) or nobody does.
std::optional<Value> filled(const model::ModelSet& models, const model::Field& field,
                            const Clock& clock);

/// True where the database makes a value if a row has none.
bool database_fills(const model::Field& field);

}  // namespace covet::validate
