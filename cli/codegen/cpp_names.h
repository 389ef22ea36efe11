#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/error.h"

namespace covet::cli::codegen {

/// True for [A-Za-z_][A-Za-z0-9_]*.
bool is_identifier(std::string_view text);
/// A name of C++ for a value: `text` where it is one, with _ for what no identifier holds, and _
/// behind key words, names of macros and namespaces.
std::string cpp_value_name(std::string_view text);
/// "blog_post" and "blog-post": BlogPost.
std::string cpp_type_name(std::string_view text);
/// "BlogPost": blog_post.
std::string cpp_file_name(std::string_view text);
/// With its quotes.
std::string cpp_literal(std::string_view text);
/// As a comment's text: one line.
std::string cpp_comment(std::string_view text);

/// The names of one scope, and who bears them.
class CppScope {
 public:
  /// `what` is the scope, for messages: "model `user`"; empty where nothing need be said.
  explicit CppScope(std::string what) : what_(std::move(what)) {}

  void reserve(const std::string& name) { taken_.emplace(name, ""); }
  bool has(const std::string& name) const { return taken_.contains(name); }
  /// `name`, with _ behind it where it is reserved. Where somebody else bears it, a fault is put
  /// into `faults`. `owner` is who wants it: "field `a-b`".
  std::string take(std::string name, const std::string& owner, const SourceSpan& where,
                   std::vector<Diagnostic>& faults);

 private:
  std::string what_;
  std::map<std::string, std::string> taken_;
};

}  // namespace covet::cli::codegen
