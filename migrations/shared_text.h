#pragma once

#include <cstddef>
#include <memory>
#include <string>
#include <string_view>
#include <utility>

namespace covet::migrations {

/// A text that its parts and its copies share, which keep it alive.
class SharedText {
 public:
  SharedText() = default;
  SharedText(std::string text)
      : owner_(std::make_shared<const std::string>(std::move(text))), view_(*owner_) {}
  SharedText(const char* text) : SharedText(std::string(text)) {}

  /// `part` is a view into this one.
  SharedText part(std::string_view part) const {
    SharedText result;
    result.owner_ = owner_;
    result.view_ = part;
    return result;
  }

  std::string_view view() const { return view_; }
  std::string str() const { return std::string(view_); }
  operator std::string_view() const { return view_; }
  std::string_view first_line() const { return view_.substr(0, view_.find('\n')); }
  std::size_t size() const { return view_.size(); }
  bool empty() const { return view_.empty(); }

  friend bool operator==(const SharedText& a, std::string_view b) { return a.view_ == b; }

 private:
  std::shared_ptr<const std::string> owner_;
  std::string_view view_;
};

/// An optional that has the size of a pointer, for what is seldom there.
template <class T>
class Seldom {
 public:
  Seldom() = default;
  ~Seldom() = default;
  Seldom(T value) : value_(std::make_unique<T>(std::move(value))) {}
  Seldom(const Seldom& other)
      : value_(other.value_ ? std::make_unique<T>(*other.value_) : nullptr) {}
  Seldom(Seldom&&) noexcept = default;
  Seldom& operator=(const Seldom& other) {
    *this = Seldom(other);
    return *this;
  }
  Seldom& operator=(Seldom&&) noexcept = default;

  bool has_value() const { return value_ != nullptr; }
  explicit operator bool() const { return has_value(); }
  const T& operator*() const { return *value_; }
  const T* operator->() const { return value_.get(); }

 private:
  std::unique_ptr<T> value_;
};

}  // namespace covet::migrations
