#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "core/model/model.h"
#include "core/seed/dice.h"

namespace covet::seed {

/// What a text is about.
enum class TextKind : std::uint8_t {
  email,
  url,
  slug,
  ipv4,
  ipv6,
  first_name,
  last_name,
  full_name,
  user_name,
  thing,
  title,
  prose,
  city,
  country,
  street,
  postcode,
  phone,
  company,
  job,
  colour,
  currency,
  language,
  topic,
  code,
  hex,
  path,
  words,
};

/// From its type, its validators, and its name and that of its model.
TextKind text_kind(const model::Model& model, const model::Field& field);

/// Whether texts of that kind have a place for a number in them.
bool has_form(TextKind kind);

/// A text of that kind; where it has a form, one that no other number gives.
std::string text_of(TextKind kind, Dice& dice, std::optional<std::uint64_t> number = {});

/// Two words that a text may be made longer with.
std::string more_words(Dice& dice, char between);

}  // namespace covet::seed
