#include <array>

#include "cli/generate/man_files.h"
#include "cli/generate/mdoc.h"

namespace covet::cli::generate {
namespace {

constexpr std::array everywhere{
    MdocEntry{"rows",
              "a schema is carried, and not what stands in it: `covet dump`, `covet load` and the "
              "engine's own "
              "tools carry rows"},
    MdocEntry{"what a server holds beside its databases",
              "roles and their passwords, tablespaces, settings of the server, replication, "
              "plugins: they belong to "
              "who runs the server, and a schema is to fit another one"},
    MdocEntry{
        "the order of columns",
        "it is kept where a table is created, and where the engine can say a place; a mere change "
        "of the order is "
        "no difference, since it would rewrite the table and nothing reads columns by number"},
    MdocEntry{"numbers that move",
              "where an identity, AUTO_INCREMENT or sequence stands; where it starts is carried"},
};

constexpr std::array on_postgresql{
    MdocEntry{"base types and shell types",
              "their functions are compiled code in the server's own folder; the extension that "
              "brings them is carried"},
    MdocEntry{"user mappings", "they hold passwords"},
    MdocEntry{"owners and grants", "only where covet.toml says `rights = true`"},
    MdocEntry{"publications, subscriptions, large objects",
              "they are about rows on their way, and subscriptions hold passwords; a migration by "
              "hand may make them"},
    MdocEntry{"invalid indexes",
              "what a CREATE INDEX CONCURRENTLY that failed has left: drop them, or REINDEX"},
    MdocEntry{"how a table is partitioned",
              "can't be changed in place; a new one with the rows moved by a migration is the way"},
    MdocEntry{"conversions of types that PostgreSQL doesn't know",
              "integer to timestamptz, say: the migration fails, undone; write the USING that is "
              "meant into it"},
};

constexpr std::array on_mysql{
    MdocEntry{"the database's own charset and collation",
              "each table and column says its own, so that nothing depends on where it is created"},
    MdocEntry{"definers",
              "a view, routine, trigger or event belongs to who runs the migration; where "
              "covet.toml says `rights = true`, the definer is its owner, and kept"},
    MdocEntry{"what an account may not read",
              "views and routines whose text the server shows to nobody else; they are named, and "
              "left alone"},
    MdocEntry{"defaults of bytes", "where the account may not read the table that shows them"},
    MdocEntry{"grants", "accounts belong to the server"},
};

constexpr std::array on_sqlite{
    MdocEntry{"virtual tables whose module isn't loaded",
              "they are carried as text, and can be recreated where the module is there; those of "
              "Debian's SQLite are"},
    MdocEntry{"definitions that covet can't read",
              "they are named, and left alone; please report them"},
    MdocEntry{"shadow tables", "of a virtual table: it makes them itself"},
    MdocEntry{"NOT NULL of an INTEGER PRIMARY KEY",
              "it holds no NULL with it or without: carried as it stands, and no difference"},
    MdocEntry{"sqlite_stat tables", "ANALYZE makes them"},
    MdocEntry{"a JSON field that is nothing but a number",
              "SQLite keeps it as a number, of 19 digits at most; within arrays and objects all "
              "digits stay"},
};

}  // namespace

Page limits_page() {
  std::string text =
      mdoc_head("covet-limits", 7, "what covet leaves alone, and why") + ".Sh DESCRIPTION\n";
  text += mdoc_line(
      "All that a database holds is carried from it into models and from models into a database, "
      "but for this. Where "
      "an object is left alone, `covet inspect` names it, and no plan drops or changes it.");
  text += ".Ss On every engine\n" + mdoc_tagged_list(everywhere);
  text += ".Ss PostgreSQL\n" + mdoc_tagged_list(on_postgresql);
  text += ".Ss MySQL and MariaDB\n" + mdoc_tagged_list(on_mysql);
  text += ".Ss SQLite\n" + mdoc_tagged_list(on_sqlite);
  return {"covet-limits.7",
          text + ".Sh SEE ALSO\n.Xr covet 1 ,\n.Xr covet-inspect 1 ,\n.Xr covet-model 5\n"};
}

}  // namespace covet::cli::generate
