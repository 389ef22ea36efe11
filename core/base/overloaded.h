#pragma once

namespace covet {

/// A visitor made of lambdas, for std::visit without a default branch.
template <class... Fs>
struct overloaded : Fs... {
  using Fs::operator()...;
};

}  // namespace covet
