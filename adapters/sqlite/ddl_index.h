#pragma once

#include <string>

#include "schema/schema.h"

namespace covet::sqlite {

std::string create_index(const schema::Index& index, const schema::TableName& table);
std::string drop_index(const schema::Index& index);

}  // namespace covet::sqlite
