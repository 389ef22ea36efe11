#include "core/model/fold.h"

#include <algorithm>
#include <set>

#include <fmt/core.h>

#include "core/base/hints.h"
#include "core/base/strings.h"

namespace covet::model {

namespace {

template <class Def>
void inherit(std::vector<Def>& own, const std::vector<Def>& from, const std::string& table) {
  std::vector<Def> all;
  for (Def def : from) {
    def.name = replace_all(std::move(def.name), "{table}", table);
    if (std::ranges::find(own, def.name, &Def::name) == own.end()) all.push_back(std::move(def));
  }
  all.insert(all.end(), own.begin(), own.end());
  own = std::move(all);
}

class Folding {
 public:
  explicit Folding(Draft& draft) : draft_(draft) {}

  void fold(Model& model) {
    if (!done_.insert(&model).second) return;
    open_.push_back(&model);
    // Backward, because what is inherited goes to the front.
    for (std::size_t i = model.extends.size(); i-- > 0;) {
      if (Model* const base = find_base(model, model.extends[i])) {
        fold(*base);
        take_over(model, *base);
      }
    }
    open_.pop_back();
  }

 private:
  Model* find_base(const Model& model, const std::string& handle) {
    const SourceSpan& where = draft_.place(model.where, "extends");
    const auto base = std::ranges::find(draft_.set.models, handle, &Model::handle);
    if (base == draft_.set.models.end()) {
      std::vector<std::string> names;
      for (const Model& other : draft_.set.models) {
        if (other.abstract) names.push_back(other.handle);
      }
      draft_.faults
          .add(where, "CV116",
               fmt::format("model `{}` extends `{}`, and there's no such model", model.handle,
                           handle))
          .label = did_you_mean(handle, names);
      return nullptr;
    }
    if (std::ranges::find(open_, &*base) != open_.end()) {
      draft_.faults.add(
          where, "CV116",
          fmt::format("model `{}` extends itself by way of `{}`", model.handle, handle));
      return nullptr;
    }
    if (!base->abstract) {
      draft_.faults.add(
          where, "CV116",
          fmt::format("model `{}` extends `{}`, which isn't abstract", model.handle, handle),
          fmt::format("write `abstract = true` into [models.{}], or refer to it by "
                      "a OneToOne field",
                      handle));
      return nullptr;
    }
    return &*base;
  }

  static void take_over(Model& model, const Model& base) {
    const std::string table = model.abstract ? "{table}" : model.table_name();
    inherit(model.fields, base.fields, table);
    inherit(model.indexes, base.indexes, table);
    inherit(model.uniques, base.uniques, table);
    inherit(model.checks, base.checks, table);
    inherit(model.foreign_keys, base.foreign_keys, table);
    if (model.primary_key.empty()) model.primary_key = base.primary_key;
    if (model.db_schema.empty()) model.db_schema = base.db_schema;
    if (model.rights.owner.empty()) model.rights.owner = base.rights.owner;
    if (!model.rights.grants) model.rights.grants = base.rights.grants;
    for (const auto& [engine, options] : base.engine_options) {
      auto& own = model.engine_options[engine];
      own.insert(options.begin(), options.end());
    }
  }

  Draft& draft_;
  std::set<const Model*> done_;
  std::vector<const Model*> open_;
};

void resolve_names(Model& model, bool self_is_a_model) {
  for (Field& field : model.fields) {
    if (field.to == "self" && !self_is_a_model) field.to = model.handle;
  }
  for (ForeignKeyDef& key : model.foreign_keys) {
    if (key.to == "self" && !self_is_a_model) key.to = model.handle;
  }
  for (IndexDef& index : model.indexes) {
    for (Key& key : index.keys) {
      if (!key.field.starts_with('-') || model.find(key.field) != nullptr) continue;
      key.field.erase(0, 1);
      key.descending = true;
    }
  }
}

}  // namespace

void fold_bases(Draft& draft) {
  Folding folding(draft);
  for (Model& model : draft.set.models)
    folding.fold(model);
  const bool self_is_a_model = draft.set.find("self") != nullptr;
  for (Model& model : draft.set.models) {
    if (!model.abstract) resolve_names(model, self_is_a_model);
  }
}

}  // namespace covet::model
