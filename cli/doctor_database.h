#pragma once

#include <string>
#include <vector>

#include "cli/doctor_report.h"
#include "cli/json.h"
#include "cli/project.h"
#include "cli/session.h"
#include "core/db/distributed_recovery.h"

namespace covet::cli {

/// What was left in one database: the migration lock and whether its holder lives, a migration that
/// broke off, scratch databases and invalid indexes, decisions of distributed transactions.
/// `label` stands before each detail; empty where there is but one database.
void examine_database(DoctorReport& report, const Project& project, Session& session,
                      const std::string& label);

/// A line for each prepared transaction: what it is, what became of it, what to do about it.
void tell_transactions(DoctorReport& report, const RecoveryReport& recovery,
                       const std::vector<std::string>& databases, Timestamp now);
JsonArray transactions_json(const RecoveryReport& recovery,
                            const std::vector<std::string>& databases);

/// How many a run without dry_run would end.
std::size_t count_to_end(const RecoveryReport& recovery);

}  // namespace covet::cli
