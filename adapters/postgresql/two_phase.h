#pragma once

#include "core/db/two_phase.h"

namespace covet::postgresql {

/// PREPARE TRANSACTION, for servers whose max_prepared_transactions is not 0.
const TwoPhase& two_phase();

/// Where ServerInfo::details holds the server's max_prepared_transactions.
inline constexpr std::string_view max_prepared_key = "max_prepared_transactions";

}  // namespace covet::postgresql
