#include "core/seed/pattern_text.h"

#include <algorithm>
#include <cctype>
#include <optional>
#include <vector>

#include <fmt/core.h>

#include "core/base/error.h"
#include "core/seed/maker.h"

namespace covet::seed {

/// Of its children one after the other, one of them, or the only one several times; without any,
/// one of its letters.
struct PatternText::Node {
  enum class Kind : std::uint8_t { letter, sequence, either, repeated } kind;
  std::string letters{};
  std::vector<Node> children{};
  std::uint64_t least = 1;
  std::uint64_t most = 1;
  std::uint64_t count = 1;  ///< of nth()
};

namespace {

using Node = PatternText::Node;
using Kind = Node::Kind;

std::uint64_t plus(std::uint64_t a, std::uint64_t b) {
  return std::min(endless, a + b);
}

[[noreturn]] void refuse(std::string_view what) {
  throw Error(Errc::unsupported, fmt::format("texts for {} in its pattern can't be made up", what),
              "take a plainer pattern, or write the rows");
}

constexpr std::string_view digits = "0123456789";
constexpr std::string_view word_letters =
    "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_";
constexpr std::string_view printable =
    "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_.,:;!?+*/=()@#% ";

std::string without(std::string_view letters) {
  std::string left;
  for (const char letter : printable) {
    if (letters.find(letter) == std::string_view::npos) left += letter;
  }
  return left;
}

/// RE2's grammar, as far as texts can be made of it.
class Reader {
 public:
  Reader(std::string_view pattern, std::int64_t most)
      : pattern_(pattern), most_(static_cast<std::uint64_t>(std::max<std::int64_t>(most, 1))) {}

  Node whole() {
    Node node = either();
    if (!pattern_.empty()) refuse("`)`");
    return node;
  }

 private:
  bool take(std::string_view text) {
    if (!pattern_.starts_with(text)) return false;
    pattern_.remove_prefix(text.size());
    return true;
  }
  char next() {
    if (pattern_.empty()) refuse("what is missing");
    const char letter = pattern_.front();
    pattern_.remove_prefix(1);
    return letter;
  }

  Node either() {
    Node node{Kind::either};
    do {
      node.children.push_back(sequence());
    } while (take("|"));
    return node;
  }

  Node sequence() {
    Node node{Kind::sequence};
    while (!pattern_.empty() && pattern_.front() != '|' && pattern_.front() != ')') {
      if (take("^") || take("$") || take("\\A") || take("\\z")) continue;
      node.children.push_back(repeated(one()));
    }
    return node;
  }

  static Node of_letters(std::string letters) {
    if (letters.empty()) refuse("a class without letters");
    Node node{Kind::letter};
    node.letters = std::move(letters);
    return node;
  }

  Node one() {
    const char letter = next();
    if (letter == '.') return of_letters(std::string(printable));
    if (letter == '[') return of_letters(set());
    if (letter == '\\') return of_letters(escaped());
    if (letter != '(') return of_letters(std::string(1, letter));
    if (take("?P<")) {
      while (next() != '>') {
      }
    } else if (!take("?:") && pattern_.starts_with('?')) {
      refuse("`(?`");
    }
    Node node = either();
    if (!take(")")) refuse("`(`");
    return node;
  }

  std::string escaped() {
    const char letter = next();
    switch (letter) {
      case 'd':
        return std::string(digits);
      case 'w':
        return std::string(word_letters);
      case 's':
        return " ";
      case 'D':
        return without(digits);
      case 'W':
        return without(word_letters);
      case 'S':
        return without(" ");
      case 't':
        return "\t";
      case 'n':
        return "\n";
      default:
        break;
    }
    if (std::isalnum(static_cast<unsigned char>(letter)) != 0)
      refuse(fmt::format("`\\{}`", letter));
    return std::string(1, letter);
  }

  std::string set() {
    const bool negated = take("^");
    std::string letters;
    bool first = true;
    while (first || !pattern_.starts_with(']')) {
      first = false;
      if (pattern_.starts_with("[:")) refuse("`[:`");
      const char from = next();
      if (static_cast<unsigned char>(from) >= 0x80U) refuse("a class with letters beyond ASCII");
      std::string some = from == '\\' ? escaped() : std::string(1, from);
      const bool range =
          some.size() == 1 && pattern_.size() > 1 && pattern_.front() == '-' && pattern_[1] != ']';
      if (range) {
        next();
        const char end = next();
        const std::string to = end == '\\' ? escaped() : std::string(1, end);
        if (static_cast<unsigned char>(to.front()) >= 0x80U) refuse("a class beyond ASCII");
        for (char letter = some.back(); letter < to.front();)
          some += ++letter;
      }
      letters += some;
    }
    next();
    return negated ? without(letters) : letters;
  }

  std::optional<std::uint64_t> number() {
    std::optional<std::uint64_t> value;
    while (!pattern_.empty() && std::isdigit(static_cast<unsigned char>(pattern_.front())) != 0)
      value = value.value_or(0) * 10 + static_cast<std::uint64_t>(next() - '0');
    return value;
  }

  Node repeated(Node node) {
    constexpr std::uint64_t more = 7;
    std::uint64_t least = 1;
    std::uint64_t most = 1;
    if (take("*")) {
      least = 0;
      most = std::min(more, most_);
    } else if (take("+")) {
      most = std::min(1 + more, most_);
    } else if (take("?")) {
      least = 0;
    } else if (take("{")) {
      least = number().value_or(0);
      most = least;
      if (take(",")) most = number().value_or(least + more);
      if (!take("}")) refuse("`{`");
      // No more than there is room for; what is asked for at least is for the field to refuse.
      most = std::max(least, std::min(most, most_));
    } else {
      return node;
    }
    take("?");
    Node made{Kind::repeated};
    made.children.push_back(std::move(node));
    made.least = least;
    made.most = most;
    return made;
  }

  std::string_view pattern_;
  std::uint64_t most_;
};

/// Fills in `count`.
void count(Node& node) {
  if (node.kind == Kind::letter) {
    node.count = node.letters.size();
    return;
  }
  for (Node& child : node.children)
    count(child);
  node.count = node.kind == Kind::sequence ? 1 : 0;
  for (const Node& child : node.children) {
    if (node.kind == Kind::sequence) node.count = times(node.count, child.count);
    if (node.kind == Kind::either) node.count = plus(node.count, child.count);
  }
  if (node.kind != Kind::repeated) return;
  std::uint64_t power = 1;
  for (std::uint64_t i = 0; i <= node.most && power < endless; ++i) {
    if (i >= node.least) node.count = plus(node.count, power);
    power = times(power, node.children.front().count);
  }
  if (node.count == 0) node.count = endless;
}

void fold_case(Node& node) {
  std::string kept;
  for (const char letter : node.letters) {
    const auto byte = static_cast<unsigned char>(letter);
    const bool again =
        kept.find(letter) != std::string::npos ||
        (std::isupper(byte) != 0 &&
         node.letters.find(static_cast<char>(std::tolower(byte))) != std::string::npos);
    if (!again) kept += letter;
  }
  node.letters = std::move(kept);
  for (Node& child : node.children)
    fold_case(child);
}

void write_any(const Node& node, Dice& dice, std::string& text) {
  switch (node.kind) {
    case Kind::letter:
      text += node.letters[dice.below(node.letters.size())];
      return;
    case Kind::sequence:
      for (const Node& child : node.children)
        write_any(child, dice, text);
      return;
    case Kind::either:
      return write_any(node.children[dice.below(node.children.size())], dice, text);
    case Kind::repeated:
      for (std::uint64_t i = node.least + dice.below(node.most - node.least + 1); i > 0; --i)
        write_any(node.children.front(), dice, text);
      return;
  }
}

void write_nth(const Node& node, std::uint64_t number, std::string& text) {
  switch (node.kind) {
    case Kind::letter:
      text += node.letters[number];
      return;
    case Kind::sequence: {
      // The last place counts first, as in a number. What no count reaches stays at its first.
      std::vector<std::uint64_t> places(node.children.size());
      for (std::size_t i = places.size(); i-- > 0;) {
        places[i] = number % node.children[i].count;
        number /= node.children[i].count;
      }
      for (std::size_t i = 0; i < places.size(); ++i)
        write_nth(node.children[i], places[i], text);
      return;
    }
    case Kind::either:
      for (const Node& child : node.children) {
        if (number < child.count) return write_nth(child, number, text);
        number -= child.count;
      }
      return;
    case Kind::repeated: {
      const Node& child = node.children.front();
      std::uint64_t power = 1;
      std::uint64_t length = 0;
      for (; length < node.least; ++length)
        power = times(power, child.count);
      for (; number >= power; ++length) {
        number -= power;
        power = times(power, child.count);
      }
      std::vector<std::uint64_t> places(length);
      for (std::size_t i = length; i-- > 0; number /= child.count)
        places[i] = number % child.count;
      for (const std::uint64_t place : places)
        write_nth(child, place, text);
      return;
    }
  }
}

}  // namespace

PatternText::PatternText(std::string_view pattern, std::int64_t most) {
  auto root = std::make_shared<Node>(Reader(pattern, most).whole());
  fold_case(*root);
  count(*root);
  root_ = std::move(root);
}

std::string PatternText::any(Dice dice) const {
  std::string text;
  write_any(*root_, dice, text);
  return text;
}

std::uint64_t PatternText::capacity() const {
  return root_->count;
}

std::string PatternText::nth(std::uint64_t number) const {
  std::string text;
  write_nth(*root_, number, text);
  return text;
}

}  // namespace covet::seed
