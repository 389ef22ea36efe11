#include "cli/codegen/cpp_writer.h"

#include <algorithm>
#include <set>

#include <fmt/core.h>

#include "cli/codegen/cpp_names.h"
#include "cli/codegen/cpp_spelling.h"
#include "core/base/error.h"
#include "core/base/strings.h"

namespace covet::cli::codegen {
namespace {

/// "a::b". Throws Error{usage}.
std::string checked_namespace(const std::string& given) {
  if (given.empty()) return "models";
  const std::vector<std::string> parts = split(replace_all(given, "::", ":"), ':');
  const bool named = std::all_of(parts.begin(), parts.end(), [](const std::string& part) {
    return is_identifier(part) && cpp_value_name(part) == part;
  });
  // One colon parts nothing.
  if (named && join(parts, "::") == given) return given;
  throw Error(Errc::usage, fmt::format("`{}` can't be a namespace", given),
              "give --namespace a name like models or acme::models, without key words, std and "
              "covet");
}

void write_enum(std::string& out, const ChoiceSet& choices, const std::string& name,
                std::string_view indent, std::string_view linkage) {
  std::vector<std::string> names;
  for (const std::string& value : choices.values)
    names.push_back(cpp_value_name(value));
  out += fmt::format("{}enum class {} : std::uint{}_t {{ {} }};\n", indent, name,
                     choices.values.size() > 256 ? 16 : 8, join(names, ", "));
  out += fmt::format(
      "{0}{1} std::array<covet::typed::Choice<{2}>, {3}> choices_of({2}) {{\n"
      "{0}  return {{{{\n",
      indent, linkage, name, choices.values.size());
  for (std::size_t i = 0; i < names.size(); ++i) {
    out += fmt::format("{}      {{{}::{}, {}}},\n", indent, name, names[i],
                       cpp_literal(choices.values[i]));
  }
  out += fmt::format("{0}  }}}};\n{0}}}\n", indent);
}

bool uses_shared(const Type& type, const CppSpelling& spelling) {
  if (type.items) return uses_shared(*type.items, spelling);
  return type.scalar == Scalar::choice && type.choices.shared &&
         spelling.enums.contains(type.choices.name);
}

/// The header of one model.
class ModelHeader {
 public:
  ModelHeader(const Description& description, const CppSpelling& spelling,
              const ModelDescription& model, const CppModel& names)
      : description_(description), spelling_(spelling), model_(model), names_(names) {}

  std::string text(const std::string& name_space) {
    out_ =
        "#include <array>\n#include <cstdint>\n#include <optional>\n#include <string>\n"
        "#include <string_view>\n#include <vector>\n\n#include \"core/typed/model.h\"\n";
    const bool shares =
        std::any_of(model_.fields.begin(), model_.fields.end(),
                    [&](const Field& field) { return uses_shared(field.type, spelling_); });
    if (shares) out_ += "#include \"enums.h\"\n";
    out_ += fmt::format("\nnamespace {} {{\n\n", name_space);
    declare_others();
    if (!model_.comment.empty()) out_ += "/// " + cpp_comment(model_.comment) + "\n";
    out_ += fmt::format("struct {0} : covet::typed::Model<{0}> {{\n", names_.name);
    enums();
    members();
    row();
    made();
    map();
    out_ += fmt::format("}};\n\n}}  // namespace {}\n", name_space);
    return std::move(out_);
  }

 private:
  std::string type_of(const Field& field) const { return cpp_type(field.type, names_, spelling_); }
  const std::string& struct_of(const std::string& handle) const {
    return spelling_.model(description_, handle).name;
  }

  /// Relations name their targets, which may come later, or lead back here.
  void declare_others() {
    std::set<std::string> others;
    for (const Field& field : model_.fields) {
      if (!field.to.empty()) others.insert(struct_of(field.to));
    }
    for (const Relation& relation : model_.relations)
      others.insert(struct_of(relation.to));
    others.erase(names_.name);
    for (const std::string& other : others)
      out_ += fmt::format("struct {};\n", other);
    if (!others.empty()) out_ += "\n";
  }

  void enums() {
    for (const Field& field : model_.fields) {
      const auto found = names_.enums.find(field.name);
      if (found == names_.enums.end()) continue;
      const Type* type = &field.type;
      while (type->items)
        type = type->items.get();
      write_enum(out_, type->choices, found->second, "  ", "friend constexpr");
      out_ += "\n";
    }
  }

  void members() {
    for (std::size_t i = 0; i < model_.fields.size(); ++i) {
      const Field& field = model_.fields[i];
      if (!field.comment.empty()) out_ += "  /// " + cpp_comment(field.comment) + "\n";
      const std::string about = field.to.empty()
                                    ? fmt::format("Field<{}, {}>", names_.name, type_of(field))
                                    : fmt::format("ForeignKey<{}, {}, {}>", names_.name,
                                                  struct_of(field.to), type_of(field));
      member(about, names_.fields[i], field.name);
    }
    for (std::size_t i = 0; i < model_.relations.size(); ++i) {
      const Relation& relation = model_.relations[i];
      member(fmt::format("{}<{}, {}>", relation.many ? "ToMany" : "ToOne", names_.name,
                         struct_of(relation.to)),
             names_.relations[i], relation.name);
    }
  }

  void member(const std::string& type, const std::string& name, const std::string& model_name) {
    out_ += fmt::format("  static constexpr covet::typed::{} {}{{{}}};\n", type, name,
                        cpp_literal(model_name));
  }

  void row() {
    out_ += fmt::format("\n  /// As it is read.\n  struct Row {{\n    using model_type = {};\n\n",
                        names_.name);
    for (std::size_t i = 0; i < model_.fields.size(); ++i)
      out_ += fmt::format("    {} {}{{}};\n", type_of(model_.fields[i]), names_.fields[i]);
    out_ += "\n    bool operator==(const Row&) const = default;\n  };\n";
  }

  void made() {
    out_ += "\n  /// As it is created.\n  struct New {\n";
    for (std::size_t i = 0; i < model_.fields.size(); ++i) {
      const Field& field = model_.fields[i];
      if (field.giving == Giving::never) continue;
      const bool required = field.giving == Giving::required;
      out_ += fmt::format("    covet::typed::{}<{}> {}{};\n", required ? "Required" : "OrDefault",
                          type_of(field), names_.fields[i], required ? "" : "{}");
    }
    out_ += "  };\n";
  }

  void map() {
    std::vector<std::string> key;
    for (const std::string& field : model_.key)
      key.push_back(cpp_literal(field));
    out_ += fmt::format(
        "\n  struct Map {{\n"
        "    static constexpr std::string_view handle = {};\n"
        "    static constexpr std::array<std::string_view, {}> key{{{}}};\n\n"
        "    static void row({}auto each_) {{\n",
        cpp_literal(model_.handle), key.size(), join(key, ", "),
        model_.fields.empty() ? "[[maybe_unused]] " : "");
    for (std::size_t i = 0; i < model_.fields.size(); ++i) {
      const Field& field = model_.fields[i];
      const std::string_view part = field.key                       ? "key"
                                    : field.giving == Giving::never ? "computed"
                                                                    : "plain";
      out_ += fmt::format("      each_({0}::{1}, &Row::{1}, covet::typed::Part::{2});\n",
                          names_.name, names_.fields[i], part);
    }
    const bool none = std::all_of(model_.fields.begin(), model_.fields.end(),
                                  [](const Field& f) { return f.giving == Giving::never; });
    out_ += fmt::format("    }}\n\n    static void made({}auto each_) {{\n",
                        none ? "[[maybe_unused]] " : "");
    for (std::size_t i = 0; i < model_.fields.size(); ++i) {
      if (model_.fields[i].giving == Giving::never) continue;
      out_ += fmt::format("      each_({0}::{1}, &New::{1});\n", names_.name, names_.fields[i]);
    }
    out_ += "    }\n  };\n";
  }

  const Description& description_;
  const CppSpelling& spelling_;
  const ModelDescription& model_;
  const CppModel& names_;
  std::string out_;
};

Code enums_header(const Description& description, const CppSpelling& spelling,
                  const std::string& name_space) {
  Code code{"enums.h",
            "#include <array>\n#include <cstdint>\n\n#include \"core/typed/choices.h\"\n", ""};
  code.body += fmt::format("\nnamespace {} {{\n", name_space);
  for (const ChoiceSet& choices : description.enums) {
    const auto found = spelling.enums.find(choices.name);
    if (found == spelling.enums.end()) continue;
    code.body += "\n";
    write_enum(code.body, choices, found->second, "", "constexpr");
    code.made_from += text_of(choices) + "\n";
  }
  code.body += fmt::format("\n}}  // namespace {}\n", name_space);
  return code;
}

Code model_set_header(const Description& description, const std::string& name_space) {
  std::string delimiter = "toml";
  while (description.toml.find(")" + delimiter + "\"") != std::string::npos)
    delimiter += "_";
  Code code{"model_set.h", "", description.toml};
  code.body = fmt::format(
      "#include <span>\n#include <string>\n#include <string_view>\n\n"
      "#include \"core/model/model.h\"\n\nnamespace {0} {{\n\n"
      "/// The models that these headers were made from, as one model file.\n"
      "inline constexpr std::string_view model_text = R\"{2}({1}){2}\";\n\n"
      "/// The same, read: what a Store wants. Made at the first call, there until the program "
      "ends.\n"
      "inline const covet::model::ModelSet& model_set() {{\n"
      "  static const covet::model::ModelSet models = [] {{\n"
      "    const covet::model::SourceText text{{\"model_set.h\", std::string(model_text)}};\n"
      "    return covet::model::parse_models(std::span(&text, 1));\n"
      "  }}();\n"
      "  return models;\n"
      "}}\n\n}}  // namespace {0}\n",
      name_space, description.toml, delimiter);
  return code;
}

Code models_header(std::vector<std::string> files) {
  std::sort(files.begin(), files.end());
  Code code{"models.h", "", ""};
  for (const std::string& file : files) {
    code.body += fmt::format("#include \"{}\"\n", file);
    code.made_from += file + "\n";
  }
  return code;
}

}  // namespace

std::vector<Code> write_cpp(const Description& description, const Options& options) {
  const std::string name_space = checked_namespace(options.name_space);
  const CppSpelling spelling = spell(description);
  std::vector<Code> files;
  std::vector<std::string> included;
  if (!spelling.enums.empty()) {
    files.push_back(enums_header(description, spelling, name_space));
    included.emplace_back("enums.h");
  }
  for (std::size_t i = 0; i < description.models.size(); ++i) {
    ModelHeader header(description, spelling, description.models[i], spelling.models[i]);
    files.push_back(
        {spelling.models[i].file, header.text(name_space), text_of(description.models[i])});
    included.push_back(spelling.models[i].file);
  }
  files.push_back(models_header(included));
  files.push_back(model_set_header(description, name_space));
  for (Code& code : files)
    code.body = "// clang-format off\n#pragma once\n\n" + code.body;
  return files;
}

}  // namespace covet::cli::codegen
