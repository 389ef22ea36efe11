#include <array>

#include "cli/generate/man_files.h"
#include "cli/generate/mdoc.h"

namespace covet::cli::generate {
namespace {

constexpr std::string_view example = R"(-- covet:parent 20261120093000

-- covet:up lock_timeout=2s
ALTER TABLE users ADD COLUMN full_name varchar(200);

-- covet:batch users by id, 5000 rows, pause 20ms
UPDATE users SET full_name = first_name || ' ' || last_name WHERE full_name IS NULL AND {batch};

CREATE INDEX CONCURRENTLY users_full_name_idx ON users (full_name);

-- covet:down
DROP INDEX CONCURRENTLY users_full_name_idx;
ALTER TABLE users DROP COLUMN full_name;
)";

constexpr std::string_view data_example = R"(-- covet:up
-- covet:batch 5000 rows, pause 20ms
-- covet:query post.filter(status="draft", author__email__endswith="@example.org")
--   .update(title=Lower(F("title")))
-- covet:query post.filter(title=None).delete()
-- covet:query plan.create(name="Free", price=0)
--   .create(name="Pro", price=9.50)

-- covet:down
-- covet:query plan.filter(name__in=["Free", "Pro"]).delete()
)";

constexpr std::array section_marks{
    MdocEntry{"-- covet:up",
              "begins the statements that lead forward; a file without marks is "
              "all up"},
    MdocEntry{"-- covet:down", "begins those that undo them"},
    MdocEntry{"-- covet:down irreversible: why", "says that nothing can"},
    MdocEntry{"transaction=none", "on a mark: each statement is a transaction of its own"},
    MdocEntry{"lock_timeout=5s, statement_timeout=60s",
              "on a mark: instead of what the environment says"},
    MdocEntry{"foreign_keys=off",
              "on a mark: SQLite doesn't enforce them while the section runs, and looks at the end "
              "whether they hold"},
};

constexpr std::array statement_marks{
    MdocEntry{"-- covet:batch TABLE by KEY, N rows, pause TIME",
              "runs the statement in batches of N rows of the table, in the order of the key; "
              "{batch} in it stands for the condition that picks them. Each batch is a transaction "
              "together with its place in the history, so a run that was stopped goes on there. "
              "The pause may be left out; before a step the table too, and the key where the "
              "primary key is one column"},
    MdocEntry{"-- covet:rerunnable",
              "says that to run the statement twice does no harm, for one of which a crash would "
              "leave no trace (CALL, EXCHANGE PARTITION, rows of a table without transactions)"},
    MdocEntry{"-- covet:allow KIND OBJECT because WHY",
              "approves a loss, as migrate --allow does, for this object alone"},
    MdocEntry{"-- covet:ignore CODE WHY", "silences a finding"},
    MdocEntry{"-- covet:hazard KIND OBJECT", "written by make: what the statement can lose"},
    MdocEntry{"-- covet:step N",
              "written by make where DDL commits by itself: which down statements undo which up "
              "statements, so that half a migration can be rolled back"},
};

constexpr std::array file_marks{
    MdocEntry{"-- covet:parent VERSION",
              "written by make: the migration that this one comes after"},
    MdocEntry{"-- covet:schema sha256:...",
              "written by make: the fingerprint of the schema that up leads to"},
};

}  // namespace

Page migration_page() {
  std::string text = mdoc_head("covet-migration", 5, "migration files of covet");
  text += ".Sh DESCRIPTION\n";
  text += mdoc_line(
      "A migration is a file of plain SQL, <version>_<name>.sql, or <version>_<name>.<engine>.sql "
      "where a project has several engines. The version is the moment in UTC at which it was made, "
      "YYYYMMDDhhmmss; versions of other tools, digits with dots between, are compared part by "
      "part as numbers. Statements end with a semicolon; what holds semicolons of its own (bodies, "
      "quotes) is understood, and DELIMITER is on MySQL. On PostgreSQL COPY … FROM stdin has its "
      "rows on the lines below it, up to a line \\., as in a dump. Lines that begin with -- covet: "
      "speak to covet.");
  text += mdoc_line(
      "R_<name>.sql is repeatable: it runs behind all others whenever its text has changed, and "
      "goes down only with rollback --all.");
  text += ".Ss Sections\n" + mdoc_tagged_list(section_marks);
  text += ".Ss Before a statement\n" + mdoc_tagged_list(statement_marks);
  text += ".Ss Of the file\n" + mdoc_tagged_list(file_marks);
  text += ".Ss Steps in the words of the models\n";
  text += mdoc_line(
      "A line -- covet:query stands where a statement stands and says a query as covet query reads "
      "it (covet help query) that ends in update(...), delete() or create(...), several rows by "
      "several create(...). It goes on over the lines directly below that begin with -- and two "
      "blanks or more, or with --, a blank and a dot; a text ends on its line. It becomes one "
      "statement of the engine when it runs, so <version>_<name>.sql of such steps serves every "
      "engine. The log of runs (covet history --statements), -v, --dry-run and errors show that "
      "statement. It shares a transaction with its place in the history on every engine.");
  text += mdoc_line(
      "Names are those of the database at that moment: covet looks at it before the step runs, "
      "behind the statements above, so the step means the same however the models change later. A "
      "table goes by its name or by the handle that the models give it, a column by its name, by "
      "its field's or, as a relation, without _id, a relation's way back by the models' name or "
      "by its table's; where a name may mean two things the database's "
      "wins. The models, as they are when it runs, add what a database can't say: relation names, "
      "many-to-many fields, types that the engine has not. Their choices, validators and defaults "
      "count for nothing here. A dry run takes what isn't in the database yet from the models, "
      "and says so.");
  text += ".Ss Transactions and crashes\n";
  text += mdoc_line(
      "Where the engine's DDL is transactional (PostgreSQL, SQLite) a section and its row in the "
      "history are one transaction. A section that needs several is cut into segments: around what "
      "can't run in a transaction, as CREATE INDEX CONCURRENTLY, behind an enum's new value that "
      "is "
      "used later, and around batches. On MySQL and MariaDB each statement is a segment, but of a "
      "thousand and more that change rows, one behind the other, 500 share one. The "
      "history says which segments stand. A statement that no transaction holds is written down "
      "before it runs, with a fingerprint of what it names; after a crash the next run compares, "
      "and runs it again or goes on behind it. Nothing runs twice, and nothing is left out.");
  text += mdoc_line(
      "What a section says of its session (SET, USE, RESET, SELECT set_config(…)) holds to its "
      "end: "
      "behind it the session is as it was, and a run that goes on in the middle says it again. So "
      "files that pg_dump wrote, which begin with an empty search_path, run as they are, and so do "
      "mariadb-dump's: LOCK TABLES is passed over, with a note.");
  text += mdoc_line(
      "The checksum of an applied section is that of its tokens: white space, line ends and "
      "comments may change, and the marks allow, ignore, parent, schema, hazard, step and "
      "rerunnable too.");
  text += ".Sh EXAMPLES\n" + mdoc_display(example);
  text += mdoc_line("Rows, on every engine:") + mdoc_display(data_example);
  return {"covet-migration.5",
          text + ".Sh SEE ALSO\n.Xr covet 1 ,\n.Xr covet-migrate 1 ,\n.Xr covet-model 5\n"};
}

}  // namespace covet::cli::generate
