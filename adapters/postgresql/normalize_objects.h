#pragma once

#include <string>
#include <vector>

#include "core/db/connection.h"
#include "schema/schema.h"

namespace covet::postgresql {

/// Spells the objects of a wanted schema that differ from the live ones: makes each as a temporary
/// one (a view over what is there, a function in pg_temp, a trigger on a copy of its table), to be
/// read back like any other. A part of spell(); the transaction under way is rolled back in the
/// end.
class ObjectSpeller {
 public:
  ObjectSpeller(Connection& connection, schema::Schema& wanted, const schema::Schema& live,
                std::vector<std::string>& unspelled);

  bool anything_to_do() const { return !differing_.empty() || !made_first_.empty(); }
  /// Types, domains, sequences: also the new ones, for tables that are to be spelled may have them.
  void make_types();
  /// `home`: the default schema. `shadowed`: names of tables that stand in pg_temp already.
  void make_objects(const std::string& home, std::vector<std::string> shadowed);
  /// `spelled`: what was read back.
  void take_over(const schema::Schema& spelled);

 private:
  struct Differing {
    schema::Object* wanted;
    const schema::Object* live;
    std::string scratch;  ///< its name in pg_temp
  };
  void find_differing();
  void spell_by_words(schema::Object& wanted, const schema::Object& live) const;
  void add(schema::Object& object);
  void make_shadow(const std::string& display, const std::string& home,
                   std::vector<std::string>& shadowed);
  std::string scratch_sql(const Differing& one) const;
  void take_over(const Differing& one, const schema::Object& spelled) const;
  void keep_schemas();

  Connection& connection_;
  schema::Schema& wanted_;
  const schema::Schema& live_;
  std::vector<std::string>& unspelled_;
  std::vector<schema::Object*> made_first_;
  std::vector<Differing> differing_;
};

}  // namespace covet::postgresql
