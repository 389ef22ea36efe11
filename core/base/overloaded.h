#pragma once

namespace covet {

/// A visitor made of lambdas, for std::visit without a default branch.
template <class... Fs>
struct overloaded : Fs... {
  using Fs::operator()...;
};
/// clang 14 does not deduce aggregates by itself.
template <class... Fs>
overloaded(Fs...) -> overloaded<Fs...>;

}  // namespace covet
