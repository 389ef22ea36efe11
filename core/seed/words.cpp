#include "core/seed/words.h"

#include <array>

namespace covet::seed {
namespace {

// The lists are read row by row.
// clang-format off
constexpr std::array<std::string_view, 40> first_names = {
    "Ada", "Alan", "Amina", "Anna", "Ben", "Björn", "Carla", "Chen", "Chloé", "Clara",
    "David", "Diego", "Elena", "Emil", "Farah", "Finn", "Grace", "Hana", "Hugo", "Ines",
    "Ivan", "Jonas", "José", "Julia", "Kenji", "Lena", "Liam", "Lucía", "Maria", "Mateo",
    "Mina", "Noah", "Nora", "Olga", "Omar", "Priya", "Rosa", "Samuel", "Sofia", "Zoë"};

constexpr std::array<std::string_view, 40> last_names = {
    "Adams", "Almeida", "Bauer", "Becker", "Bianchi", "Brown", "Castro", "Clark", "Costa", "Dubois",
    "Eriksen", "Fischer", "Fournier", "García", "Green", "Hansen", "Hughes", "Ito", "Jensen", "Keller",
    "Khan", "Kovács", "Larsen", "Lopez", "Martin", "Meyer", "Müller", "Nakamura", "Novak", "Okafor",
    "Patel", "Petrov", "Rossi", "Sato", "Schmidt", "Silva", "Tanaka", "Turner", "Weber", "Young"};

constexpr std::array<std::string_view, 32> cities = {
    "Accra", "Amsterdam", "Athens", "Bergen", "Berlin", "Bologna", "Boston", "Cairo",
    "Chicago", "Copenhagen", "Dublin", "Geneva", "Hanoi", "Helsinki", "Istanbul", "Kyoto",
    "Lagos", "Lima", "Lisbon", "London", "Madrid", "Melbourne", "Mumbai", "Nairobi",
    "Oslo", "Paris", "Prague", "Quito", "Seoul", "Toronto", "Vienna", "Warsaw"};

constexpr std::array<std::string_view, 28> countries = {
    "Argentina", "Australia", "Austria", "Belgium", "Brazil", "Canada", "Chile",
    "Denmark", "Egypt", "Finland", "France", "Germany", "Ghana", "Greece",
    "India", "Ireland", "Italy", "Japan", "Kenya", "Mexico", "Netherlands",
    "Norway", "Poland", "Portugal", "Spain", "Sweden", "Turkey", "Vietnam"};

constexpr std::array<std::string_view, 16> streets = {
    "Main Street", "Church Road", "Station Street", "Park Avenue", "Mill Lane", "High Street",
    "Garden Street", "River Road", "Bridge Street", "Market Square", "School Lane", "Hill Road",
    "Oak Avenue", "Harbour Street", "Forest Road", "Castle Street"};

constexpr std::array<std::string_view, 40> adjectives = {
    "amber", "ancient", "bold", "brave", "bright", "brief", "broad", "calm", "careful", "clear",
    "clever", "curious", "deep", "distant", "eager", "early", "fair", "famous", "gentle", "golden",
    "grand", "green", "hidden", "honest", "humble", "keen", "late", "lively", "lucky", "modest",
    "new", "open", "patient", "plain", "quiet", "rapid", "rare", "silver", "simple", "warm"};

constexpr std::array<std::string_view, 48> nouns = {
    "anchor", "answer", "autumn", "basket", "beacon", "bridge", "candle", "canvas", "castle", "circle",
    "cloud", "compass", "engine", "falcon", "field", "forest", "garden", "harbour", "horizon", "island",
    "journey", "kettle", "ladder", "lantern", "letter", "market", "meadow", "mirror", "mountain", "notebook",
    "ocean", "orchard", "paper", "pocket", "question", "river", "saddle", "shadow", "signal", "silence",
    "station", "story", "summer", "table", "thread", "valley", "window", "winter"};

constexpr std::array<std::string_view, 20> verbs = {
    "answers", "brings", "carries", "crosses", "finds", "follows", "gathers", "holds", "hears", "keeps",
    "leaves", "makes", "meets", "opens", "reaches", "remembers", "sees", "shows", "starts", "turns"};

constexpr std::array<std::string_view, 8> company_kinds = {
    "Labs", "Works", "Group", "Partners", "Trading", "Studio", "Systems", "Foods"};

constexpr std::array<std::string_view, 16> jobs = {
    "Accountant", "Analyst", "Architect", "Baker", "Designer", "Editor", "Engineer", "Gardener",
    "Librarian", "Manager", "Mechanic", "Nurse", "Pilot", "Researcher", "Teacher", "Translator"};

constexpr std::array<std::string_view, 12> colours = {
    "amber", "black", "blue", "brown", "green", "grey",
    "orange", "purple", "red", "teal", "white", "yellow"};

constexpr std::array<std::string_view, 10> currencies = {
    "AUD", "BRL", "CAD", "CHF", "EUR", "GBP", "JPY", "NOK", "SEK", "USD"};

constexpr std::array<std::string_view, 10> languages = {
    "da", "de", "en", "es", "fr", "it", "ja", "nl", "pl", "pt"};

constexpr std::array<std::string_view, 20> topics = {
    "art", "books", "business", "cooking", "design", "film", "games", "gardening", "health", "history",
    "jazz", "maps", "music", "nature", "news", "science", "sport", "theatre", "tools", "travel"};
// clang-format on

constexpr std::array<std::span<const std::string_view>, 14> lists = {
    first_names, last_names,    cities, countries, streets,    adjectives, nouns,
    verbs,       company_kinds, jobs,   colours,   currencies, languages,  topics};

}  // namespace

std::span<const std::string_view> words(Words list) {
  return lists.at(static_cast<std::size_t>(list));
}

}  // namespace covet::seed
