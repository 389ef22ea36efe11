#include "adapters/postgresql/ddl_rights.h"

#include <algorithm>
#include <map>
#include <set>
#include <utility>

#include <fmt/core.h>

#include "adapters/postgresql/dialect.h"
#include "adapters/postgresql/object_text.h"
#include "adapters/postgresql/rights.h"
#include "adapters/postgresql/sequence_sql.h"
#include "core/base/strings.h"

namespace covet::postgresql {

using model::Grant;
using model::Grants;
using model::Rights;
using schema::Object;
using schema::Table;
using schema::TableName;

namespace {

/// What rights are about, in the words of ALTER and of GRANT.
struct Thing {
  std::string kind;
  std::string alter;
  std::string on;
  bool has_owner = true;  ///< of its own, and not another's
  const Table* table = nullptr;
};

/// A privilege, and the column it is of: "" for the whole.
using Right = std::pair<std::string, std::string>;
/// Each with whether it may be granted on.
using Held = std::map<Right, bool>;

std::string role_name(const std::string& role) {
  return role == model::public_role ? role : quote(role);
}

/// An aggregate's arguments as GRANT wants them.
std::string plain_arguments(std::string signature) {
  if (signature.ends_with("(*)")) signature.replace(signature.size() - 2, 1, "");
  return replace_all(replace_all(signature, "( ORDER BY ", "("), " ORDER BY ", ", ");
}

bool is_default_schema(const Object& object) {
  return object.kind == "schema" && object.sql.starts_with("CREATE SCHEMA IF NOT EXISTS ");
}

Thing thing_of(const std::string& kind, const TableName& name, const std::string& signature) {
  const bool in_a_schema =
      kind != "schema" && kind != "language" && kind != "server" && kind != "foreign data wrapper";
  const std::string quoted = in_a_schema ? quote(name) : quote(name.name);
  std::string words = to_upper(kind == "enum" ? "type" : kind);
  std::string on = words;
  if (kind == "view" || kind == "materialized view" || kind == "foreign table") on = "TABLE";
  if (kind == "aggregate") on = "FUNCTION";
  if (kind == "server") on = "FOREIGN SERVER";
  return {.kind = kind,
          .alter = words + " " + quoted + signature,
          .on = on + " " + quoted + plain_arguments(signature)};
}

/// Of a procedure with its modes, which no other has.
std::string arguments_of(const Object& object) {
  return object.kind == "procedure" && object.signature.size() > 2 ? with_modes(object.signature)
                                                                   : object.signature;
}

Thing thing_of(const Object& object) {
  Thing thing = thing_of(object.kind, object.name, arguments_of(object));
  // How it goes tells how it is called.
  constexpr std::string_view drop = "DROP ";
  if (object.kind != "schema" && object.drop_sql.starts_with(drop)) {
    const bool aggregate = object.kind == "aggregate";
    thing.alter = object.drop_sql.substr(drop.size());
    thing.on = aggregate ? "FUNCTION" + plain_arguments(thing.alter.substr(object.kind.size()))
                         : thing.alter;
  }
  // One that belongs to a column has the table's owner.
  if (object.kind == "sequence") thing.has_owner = parse_sequence(object.sql).owner.empty();
  return thing;
}

Thing thing_of(const Table& table) {
  Thing thing = thing_of("table", table.name, "");
  thing.table = &table;
  return thing;
}

class Granting {
 public:
  Granting(Thing thing, Render& render) : thing_(std::move(thing)), render_(render) {}

  void change(const Rights& from, const Rights& to) {
    Rights before = from;
    if (from.owner != to.owner && !to.owner.empty() && thing_.has_owner) {
      render_.say(fmt::format("ALTER {} OWNER TO {}", thing_.alter, quote(to.owner)));
      hand_over(before, to.owner);
    }
    if (!before.grants || !to.grants) return;
    std::set<std::string> roles;
    for (const Rights* rights : {&std::as_const(before), &to}) {
      for (const auto& [role, list] : *rights->grants)
        roles.insert(role);
    }
    for (const std::string& role : roles)
      change(role, held(before, role), held(to, role));
    if (cascaded_) {
      for (const std::string& role : roles)
        grant(role, held(to, role));
    }
  }

 private:
  struct Word {
    bool whole = false;
    std::vector<std::string> columns{};
  };
  using Words = std::map<std::string, Word>;

  /// As the server does it: whoever was granted something and becomes the owner holds all.
  static void hand_over(Rights& rights, const std::string& owner) {
    if (!rights.grants) return;
    const auto old = rights.grants->find(rights.owner);
    if (!rights.owner.empty() && old != rights.grants->end()) {
      std::vector<Grant> list = std::move(old->second);
      rights.grants->erase(old);
      std::vector<Grant>& now = (*rights.grants)[owner];
      now.insert(now.end(), list.begin(), list.end());
    } else if (const auto now = rights.grants->find(owner); now != rights.grants->end()) {
      std::erase_if(now->second, [](const Grant& grant) {
        return grant.columns.empty() || grant.privilege.starts_with(of_sequence);
      });
      if (now->second.empty()) {
        rights.grants->erase(now);
      } else {
        now->second.push_back({.privilege = "all"});
      }
    }
    rights.owner = owner;
  }

  Held held(const Rights& rights, const std::string& role) const {
    Held all;
    const auto found = rights.grants->find(role);
    const bool owns = role == rights.owner;
    const std::vector<Grant> everything{{.privilege = "all"}};
    const std::vector<Grant> nothing;
    const std::vector<Grant>& list = found != rights.grants->end() ? found->second
                                     : owns                        ? everything
                                                                   : nothing;
    for (const Grant& grant : list) {
      const bool may_grant = grant.with_grant_option && !owns;
      if (grant.privilege == "all") {
        for (const std::string_view word : privileges_of(thing_.kind, render_.major))
          all[{std::string(word), ""}] = may_grant;
      } else if (grant.columns.empty()) {
        all[{grant.privilege, ""}] = may_grant;
      }
      for (const std::string& column : grant.columns)
        all[{grant.privilege, column}] = may_grant;
    }
    return all;
  }

  void change(const std::string& role, const Held& from, const Held& to) {
    Held gone, options, fresh;
    std::set<std::string> whole;
    for (const auto& [right, option] : from) {
      const auto now = to.find(right);
      if (now == to.end()) {
        gone.insert({right, option});
        if (right.second.empty()) whole.insert(right.first);
      } else if (option && !now->second) {
        options.insert({right, option});
      }
    }
    for (const auto& [right, option] : to) {
      const auto old = from.find(right);
      // With the whole table's, the server takes away the columns'.
      const bool swept = !right.second.empty() && whole.contains(right.first);
      if (old == from.end() || swept || (option && !old->second)) fresh.insert({right, option});
    }
    say("REVOKE ", gone, " FROM " + role_name(role) + cascade(gone));
    say("REVOKE GRANT OPTION FOR ", options, " FROM " + role_name(role) + cascade(options));
    grant(role, fresh);
  }

  /// What a role may grant on, others may have from it: these get it anew.
  std::string cascade(const Held& held) {
    const bool any = std::ranges::any_of(held, [](const auto& entry) { return entry.second; });
    cascaded_ = cascaded_ || any;
    return any ? " CASCADE" : "";
  }

  void grant(const std::string& role, const Held& held) {
    for (const bool option : {false, true}) {
      Held part;
      for (const auto& entry : held) {
        if (entry.second == option) part.insert(entry);
      }
      say("GRANT ", part,
          " TO " + role_name(role) + (option ? " WITH GRANT OPTION" : std::string()));
    }
  }

  void say(const std::string& verb, const Held& held, const std::string& whom) {
    std::map<std::string, std::vector<std::string>> sequences;
    Words words;
    for (const auto& [right, option] : held) {
      const auto& [privilege, column] = right;
      if (privilege.starts_with(of_sequence)) {
        sequences[column].push_back(to_upper(privilege.substr(of_sequence.size())));
      } else {
        Word& word = words[privilege];
        word.whole = word.whole || column.empty();
        if (!column.empty()) word.columns.push_back(quote(column));
      }
    }
    if (!words.empty()) {
      render_.say(fmt::format("{}{} ON {}{}", verb, list_of(words), thing_.on, whom));
    }
    for (const auto& [column, privileges] : sequences) {
      render_.say(fmt::format("{}{} ON SEQUENCE {}{}", verb, join(privileges, ", "),
                              quote(sequence_of(column)), whom));
    }
  }

  std::string list_of(const Words& words) const {
    const auto known = privileges_of(thing_.kind, render_.major);
    std::vector<std::string> parts;
    bool whole = true;
    for (const std::string_view word : known) {
      const auto found = words.find(std::string(word));
      whole = whole && found != words.end() && found->second.columns.empty();
      if (found == words.end()) continue;
      const std::vector<std::string>& columns = found->second.columns;
      if (found->second.whole) parts.push_back(to_upper(word));
      if (!columns.empty()) parts.push_back(to_upper(word) + " (" + join(columns, ", ") + ")");
    }
    return whole ? "ALL" : join(parts, ", ");
  }

  TableName sequence_of(const std::string& column) const {
    if (thing_.table == nullptr) return {};
    if (const schema::Column* found = thing_.table->find_column(column)) {
      const auto own = found->options.find("sequence");
      if (own != found->options.end()) return {thing_.table->name.schema, own->second};
    }
    return serial_sequence(thing_.table->name, column);
  }

  Thing thing_;
  Render& render_;
  bool cascaded_ = false;
};

/// Of something new nobody knows the owner, and the grants are the usual ones.
void give(const Thing& thing, const Rights& rights, Render& render) {
  if (rights.empty()) return;
  Rights none{.owner = {}, .grants = usual_grants(thing.kind)};
  Granting(thing, render).change(none, rights);
}

}  // namespace

void give_rights(const Table& table, Render& render) {
  give(thing_of(table), table.rights, render);
}

void give_rights(const schema::EnumType& type, Render& render) {
  give(thing_of("enum", type.name, ""), type.rights, render);
}

void give_rights(const Object& object, Render& render) {
  if (!is_default_schema(object)) return give(thing_of(object), object.rights, render);
  Granting(thing_of(object), render)
      .change({.owner = {}, .grants = first_grants_of_public(render.major)}, object.rights);
}

void alter_rights(const schema::AlterRights& change, Render& render) {
  const auto is_it = [&](const Object& object) {
    return object.kind == change.kind && object.name == change.name &&
           object.signature == change.signature;
  };
  const auto object = std::ranges::find_if(render.before.objects, is_it);
  Thing thing = object != render.before.objects.end()
                    ? thing_of(*object)
                    : thing_of(change.kind, change.name, change.signature);
  if (change.kind == "table") thing.table = render.before.find_table(change.name);
  Granting(std::move(thing), render).change(change.from, change.to);
}

void alter_rights(const Object& from, const Object& to, Render& render) {
  if (from.rights != to.rights) Granting(thing_of(to), render).change(from.rights, to.rights);
}

void reset_rights_of_default_schema(const Object& schema, Render& render) {
  if (!is_default_schema(schema) || !schema.rights.grants) return;
  Rights first{.owner = {}, .grants = first_grants_of_public(render.major)};
  constexpr int major_with_database_owner = 14;
  if (!schema.rights.owner.empty() && render.major >= major_with_database_owner)
    first.owner = "pg_database_owner";
  Granting(thing_of(schema), render).change(schema.rights, first);
}

}  // namespace covet::postgresql
