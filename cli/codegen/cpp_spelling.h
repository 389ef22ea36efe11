#pragma once

#include <map>
#include <string>
#include <vector>

#include "cli/codegen/description.h"

namespace covet::cli::codegen {

/// What the parts of one model are called in C++. The vectors go along with those of the
/// description.
struct CppModel {
  std::string name;  ///< of the struct: "BlogPost"
  std::string file;  ///< "blog_post.h"
  std::vector<std::string> fields{};
  std::vector<std::string> relations{};
  /// By the field whose own choices they are; no entry where they can't be enumerators.
  std::map<std::string, std::string> enums{};
};

/// What everything in a description is called in C++.
struct CppSpelling {
  std::vector<CppModel> models{};
  std::map<std::string, std::string> enums{};  ///< by the handle of an [enums.x] that can be one

  const CppModel& model(const Description& description, std::string_view handle) const;
};

/// Throws Error{model} with each pair of names that C++ couldn't tell apart.
CppSpelling spell(const Description& description);

/// True where every choice can be an enumerator of its own.
bool are_enumerators(const ChoiceSet& choices);
/// `type` as a member has it, with std::optional where it is nullable: "std::optional<Role>".
std::string cpp_type(const Type& type, const CppModel& model, const CppSpelling& spelling);

}  // namespace covet::cli::codegen
