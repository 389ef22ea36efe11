#pragma once

#include <iostream>
#include <sstream>
#include <string>
#include <string_view>

#include "core/base/error.h"

namespace example_blog {

/// Compares what the story got with what it should have got, and counts the differences.
class Expect {
 public:
  template <class Got, class Wanted>
  void equal(std::string_view what, const Got& got, const Wanted& wanted) {
    ++checks_;
    if (got == wanted) return;
    ++differences_;
    std::cerr << what << ": got " << got << ", not " << wanted << '\n';
  }

  /// `work` throws an Error of this code.
  template <class Work>
  void refused(std::string_view what, covet::Errc code, const Work& work) {
    ++checks_;
    try {
      work();
    } catch (const covet::Error& error) {
      if (error.code() == code) return;
      std::cerr << error.what() << '\n';
    }
    ++differences_;
    std::cerr << what << " was not refused as it should be\n";
  }

  int checks() const { return checks_; }
  int differences() const { return differences_; }

 private:
  int checks_ = 0;
  int differences_ = 0;
};

}  // namespace example_blog
