#pragma once

#include "migrations/imports/format.h"

/// Each tool's own, in a file of its name.
namespace covet::migrations::imports {

Format alembic_format();
Format atlas_format();
Format dbmate_format();
Format diesel_format();
Format django_format();
Format drizzle_format();
Format flyway_format();
Format golang_migrate_format();
Format goose_format();
Format prisma_format();
Format rails_format();
Format sql_migrate_format();
Format sqitch_format();

}  // namespace covet::migrations::imports
