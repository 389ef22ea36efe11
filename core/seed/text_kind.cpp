#include "core/seed/text_kind.h"

#include <algorithm>
#include <array>
#include <utility>

#include <fmt/core.h>

#include "core/base/strings.h"
#include "core/seed/maker.h"
#include "core/seed/words.h"

namespace covet::seed {
namespace {

using model::Field;
using model::FieldType;

// The first that a field's name is about.
constexpr std::array<std::pair<std::string_view, TextKind>, 62> kinds_by_name = {{
    {"email", TextKind::email},
    {"e_mail", TextKind::email},
    {"mail", TextKind::email},
    {"url", TextKind::url},
    {"website", TextKind::url},
    {"homepage", TextKind::url},
    {"link", TextKind::url},
    {"slug", TextKind::slug},
    {"ip", TextKind::ipv4},
    {"first_name", TextKind::first_name},
    {"given_name", TextKind::first_name},
    {"last_name", TextKind::last_name},
    {"family_name", TextKind::last_name},
    {"surname", TextKind::last_name},
    {"full_name", TextKind::full_name},
    {"author", TextKind::full_name},
    {"composer", TextKind::full_name},
    {"user_name", TextKind::user_name},
    {"username", TextKind::user_name},
    {"login", TextKind::user_name},
    {"nick", TextKind::user_name},
    {"nickname", TextKind::user_name},
    {"company", TextKind::company},
    {"organization", TextKind::company},
    {"employer", TextKind::company},
    {"path", TextKind::path},
    {"file", TextKind::path},
    {"filename", TextKind::path},
    {"title", TextKind::title},
    {"subject", TextKind::title},
    {"headline", TextKind::title},
    {"description", TextKind::prose},
    {"summary", TextKind::prose},
    {"body", TextKind::prose},
    {"content", TextKind::prose},
    {"text", TextKind::prose},
    {"bio", TextKind::prose},
    {"about", TextKind::prose},
    {"comment", TextKind::prose},
    {"message", TextKind::prose},
    {"note", TextKind::prose},
    {"city", TextKind::city},
    {"town", TextKind::city},
    {"country", TextKind::country},
    {"street", TextKind::street},
    {"address", TextKind::street},
    {"zip", TextKind::postcode},
    {"postcode", TextKind::postcode},
    {"postal", TextKind::postcode},
    {"phone", TextKind::phone},
    {"mobile", TextKind::phone},
    {"fax", TextKind::phone},
    {"job", TextKind::job},
    {"color", TextKind::colour},
    {"colour", TextKind::colour},
    {"currency", TextKind::currency},
    {"language", TextKind::language},
    {"genre", TextKind::topic},
    {"category", TextKind::topic},
    {"code", TextKind::code},
    {"sku", TextKind::code},
    {"token", TextKind::hex},
}};

constexpr std::array<std::string_view, 15> people = {
    "user",    "users",   "person", "people",   "customer", "customers", "employee", "employees",
    "authors", "members", "member", "contacts", "contact",  "artist",    "author"};
constexpr std::array<std::string_view, 8> topical = {"tag",      "tags",       "genre", "genres",
                                                     "category", "categories", "topic", "topics"};

std::string_view one_of(Words list, Dice& dice) {
  const auto all = words(list);
  return all[dice.below(all.size())];
}

std::string capital(std::string text) {
  if (!text.empty()) text.front() = to_upper(text.substr(0, 1)).front();
  return text;
}

// A call's arguments have no order of their own, and the dice need one: hence the names.
std::string pair_of_words(Dice& dice, char between) {
  const std::string_view first = one_of(Words::adjectives, dice);
  return fmt::format("{}{}{}", first, between, one_of(Words::nouns, dice));
}

std::string doing(Dice& dice) {
  const std::string who = pair_of_words(dice, ' ');
  const std::string_view does = one_of(Words::verbs, dice);
  return fmt::format("the {} {} the {}", who, does, one_of(Words::nouns, dice));
}

std::string title(Dice& dice) {
  return capital(dice.chance(50) ? doing(dice) : pair_of_words(dice, ' '));
}

std::string prose(Dice& dice) {
  std::string text;
  for (std::uint64_t sentences = 1 + dice.below(3); sentences > 0; --sentences)
    text += (text.empty() ? "" : " ") + capital(doing(dice)) + ".";
  return text;
}

using Number = std::optional<std::uint64_t>;

std::uint64_t some(Dice& dice, Number number) {
  return number ? *number : dice.below(10'000);
}

/// 64 bits that look like none other's.
std::uint64_t unlike(Dice& dice, Number number) {
  return number ? mixed(*number) : dice.next();
}

/// "calm-river" and the number behind it, or some.
std::string words_and(Dice& dice, char between, Number number, std::string_view before = "") {
  const std::string text = pair_of_words(dice, between);
  return fmt::format("{}{}{}", text, before, some(dice, number));
}

std::string email(Dice& dice, Number number) {
  constexpr std::array<std::string_view, 3> hosts = {"example.com", "example.net", "example.org"};
  const std::string who = words_and(dice, '.', number);
  return fmt::format("{}@{}", who, hosts.at(dice.below(hosts.size())));
}

std::string ipv4(Dice& dice, Number number) {
  const std::uint64_t low = number ? *number : dice.next();
  return fmt::format("10.{}.{}.{}", low / 65'536 % 256, low / 256 % 256, low % 256);
}

std::string ipv6(Dice& dice, Number number) {
  const std::uint64_t low = unlike(dice, number);
  return fmt::format("2001:db8::{:x}:{:x}:{:x}:{:x}", low >> 48U, low >> 32U & 0xffffU,
                     low >> 16U & 0xffffU, low & 0xffffU);
}

std::string code(Dice& dice, Number number) {
  constexpr std::size_t letters = 3;
  const std::string kind = to_upper(one_of(Words::nouns, dice).substr(0, letters));
  return fmt::format("{}-{:04}", kind, some(dice, number));
}

struct Form {
  TextKind kind;
  std::string (*write)(Dice& dice, Number number);
};

/// Those with a place for the number.
constexpr std::array<Form, 11> forms = {{
    {TextKind::email, email},
    {TextKind::url,
     [](Dice& dice, Number number) {
       return "https://example.com/" + words_and(dice, '-', number, "/");
     }},
    {TextKind::slug, [](Dice& dice, Number number) { return words_and(dice, '-', number, "-"); }},
    {TextKind::user_name,
     [](Dice& dice, Number number) { return words_and(dice, '_', number, "_"); }},
    {TextKind::ipv4, ipv4},
    {TextKind::ipv6, ipv6},
    {TextKind::postcode,
     [](Dice& dice, Number number) {
       return fmt::format("{:05}", number ? *number : dice.below(100'000));
     }},
    {TextKind::phone,
     [](Dice& dice, Number number) {
       return fmt::format("+1 555 {:07}", number ? *number : dice.below(10'000'000));
     }},
    {TextKind::code, code},
    {TextKind::hex,
     [](Dice& dice, Number number) {
       const std::uint64_t first = unlike(dice, number);
       return fmt::format("{:016x}{:016x}", first, dice.next());
     }},
    {TextKind::path,
     [](Dice& dice, Number number) { return "/" + words_and(dice, '/', number, "/") + ".txt"; }},
}};

std::string full_name(Dice& dice) {
  const std::string_view first = one_of(Words::first_names, dice);
  return fmt::format("{} {}", first, one_of(Words::last_names, dice));
}

std::string street(Dice& dice) {
  const std::uint64_t number = 1 + dice.below(200);
  return fmt::format("{} {}", number, one_of(Words::streets, dice));
}

std::string company(Dice& dice) {
  const std::string_view owner = one_of(Words::last_names, dice);
  return fmt::format("{} {}", owner, one_of(Words::company_kinds, dice));
}

struct Writer {
  TextKind kind;
  std::string (*write)(Dice& dice);
};
constexpr std::array<Writer, 5> writers = {{
    {TextKind::full_name, full_name},
    {TextKind::title, title},
    {TextKind::prose, prose},
    {TextKind::street, street},
    {TextKind::company, company},
}};

constexpr std::array<std::pair<TextKind, Words>, 9> lists = {{
    {TextKind::first_name, Words::first_names},
    {TextKind::last_name, Words::last_names},
    {TextKind::city, Words::cities},
    {TextKind::country, Words::countries},
    {TextKind::job, Words::jobs},
    {TextKind::colour, Words::colours},
    {TextKind::currency, Words::currencies},
    {TextKind::language, Words::languages},
    {TextKind::topic, Words::topics},
}};

}  // namespace

TextKind text_kind(const model::Model& model, const Field& field) {
  constexpr std::array<std::pair<std::string_view, TextKind>, 6> by_validator = {{
      {"email", TextKind::email},
      {"url", TextKind::url},
      {"slug", TextKind::slug},
      {"ip", TextKind::ipv4},
      {"ipv4", TextKind::ipv4},
      {"ipv6", TextKind::ipv6},
  }};
  for (const auto& [name, kind] : by_validator) {
    if (std::ranges::find(field.validators, name, &model::ValidatorDef::name) !=
        field.validators.end())
      return kind;
  }
  if (field.type == FieldType::email) return TextKind::email;
  if (field.type == FieldType::url) return TextKind::url;
  const std::vector<std::string> name = words_of(field.name);
  for (const auto& [about, kind] : kinds_by_name) {
    if (is_about(name, about)) return kind;
  }
  if (!is_about(name, "name")) return TextKind::words;
  const std::vector<std::string> owner = words_of(model.handle);
  const auto is_of = [&](std::string_view word) { return is_about(owner, word); };
  if (std::ranges::any_of(people, is_of)) return TextKind::full_name;
  return std::ranges::any_of(topical, is_of) ? TextKind::topic : TextKind::thing;
}

bool has_form(TextKind kind) {
  return std::ranges::find(forms, kind, &Form::kind) != forms.end();
}

std::string text_of(TextKind kind, Dice& dice, std::optional<std::uint64_t> number) {
  for (const Form& form : forms) {
    if (form.kind == kind) return form.write(dice, number);
  }
  for (const Writer& writer : writers) {
    if (writer.kind == kind) return writer.write(dice);
  }
  for (const auto& [listed, list] : lists) {
    if (listed == kind) return std::string(one_of(list, dice));
  }
  return capital(pair_of_words(dice, ' '));
}

std::string more_words(Dice& dice, char between) {
  return pair_of_words(dice, between);
}

}  // namespace covet::seed
