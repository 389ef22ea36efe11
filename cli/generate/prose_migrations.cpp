#include <array>

#include "cli/generate/prose_tables.h"

namespace covet::cli::generate {
namespace {

constexpr std::array baseline_examples{
    Example{"covet baseline --dry-run", "what it has beside the models, and what it lacks"},
    Example{"covet baseline --ignore-extra", "leaves alone what the models don't have"},
    Example{"covet baseline 20261120093000", "a database that stands at this version"}};
constexpr std::array check_examples{
    Example{"covet check", "files, models, and the database that is chosen"},
    Example{"covet check --offline", "the files alone: needs no database"}};
constexpr std::array diff_examples{
    Example{"covet diff", "the differences"},
    Example{"covet diff --sql", "the statements that would remove them"},
    Example{"covet diff --exit-code --env staging", "for a script: 1 if there are any"}};
constexpr std::array export_examples{
    Example{"covet export", "N_name.up.sql and N_name.down.sql in sql/"},
    Example{"covet export --single > all.sql", "every up, for the engine's own shell"}};
constexpr std::array history_examples{
    Example{"covet history", "the last 20 runs"},
    Example{"covet history --statements -n 1", "where the last one spent its time"}};
constexpr std::array import_examples{
    Example{"covet import old_migrations --dry-run", "what it would write"},
    Example{"covet import old_migrations --adopt",
            "and take over what the tool's table says is applied"},
    Example{"covet import db/structure.sql", "Rails' schema, as one migration"},
    Example{"covet import flyway --placeholder schema=public", "flyway"}};
constexpr std::array make_examples{
    Example{"covet make \"add ratings\"", "from the changed models"},
    Example{"covet make --empty \"fill slugs\"", "for statements of your own"},
    Example{"covet make --data \"lower\" --step 'post.update(title=Lower(F(\"title\")))'", "rows"},
    Example{"covet make --check", "for CI: 1 if a model is ahead of the migrations"}};
constexpr std::array migrate_examples{Example{"covet migrate --dry-run", "the plan"},
                                      Example{"covet migrate", "everything pending"},
                                      Example{"covet migrate --env production --approve production",
                                              "a protected environment, from CI"}};
constexpr std::array rebase_examples{
    Example{"covet rebase --dry-run", "the new names"},
    Example{"covet rebase --onto 20261120093000", "the branch of that version stays"},
    Example{"covet rebase migrations/20261119080000_add_ratings.sql",
            "this file, and what follows it"}};
constexpr std::array redo_examples{Example{"covet redo", "while a migration is being written"}};
constexpr std::array repair_examples{
    Example{"covet repair", "what there is to mend, and by which word"},
    Example{"covet repair --accept-edited 20261120093000",
            "the database is as the edited file says"}};
constexpr std::array rollback_examples{
    Example{"covet rollback --dry-run", "the plan"},
    Example{"covet rollback --steps 2", "the last two"},
    Example{"covet rollback --to 20261120093000", "all behind that version, which stays"}};
constexpr std::array squash_examples{
    Example{"covet squash \"initial schema\" --dry-run", "the one file"},
    Example{"covet squash \"initial schema\"", "all files in one"},
    Example{"covet squash \"first year\" --to 20261231000000", "what came before"}};
constexpr std::array status_examples{
    Example{"covet status", "the table"},
    Example{"covet status --exit-code -q", "for a script: 1 if something is pending"}};
constexpr std::array sync_examples{Example{"covet sync --dry-run", "the statements"},
                                   Example{"covet sync", "run them"}};
constexpr std::array tag_examples{Example{"covet tag v1.4", "the version applied last"},
                                  Example{"covet rollback --to v1.4", "back to it"},
                                  Example{"covet tag --list", "all of them"}};
constexpr std::array unlock_examples{
    Example{"covet unlock --dry-run", "who holds the lock, and whether it lives"}};

constexpr std::array prose_of_migrations{
    CommandProse{
        "baseline",
        "For a database that has its schema, but no history: writes into the history that every "
        "migration up to VERSION is there, and runs none of them. Before that it looks: where "
        "VERSION is the last file's, the database must be as the models say, else the differences "
        "are shown and nothing is done (exit 1); for an older one, its schema must have the "
        "fingerprint that the file bears, else you are asked (--yes elsewhere).\n\n"
        "What only the database has is a difference too. --ignore-extra writes its names into "
        "`ignore` of covet.toml, so that no command touches it.",
        baseline_examples},
    CommandProse{
        "check",
        "Looks at the files: each must parse, and they must stand in one line, each behind the one "
        "that its `-- covet:parent` names. Then, where a database is at hand, at its history: "
        "applied files that were edited or are missing, migrations that are partly applied, and "
        "pending ones older than what is applied. Where all of them are applied, the models must "
        "say what the database is. Each finding names what mends it.\n\n"
        "Exits with 1 if there is a finding. No database is no finding: that none was looked at is "
        "said. --offline leaves it out.",
        check_examples},
    CommandProse{"diff",
                 "Reads the database, lowers the models to what its engine would make of them, and "
                 "lists every "
                 "difference as what would have to be done to the database. Nothing is changed.\n\n"
                 "Expressions are compared as the server spells them. The order of columns is "
                 "never a difference. "
                 "Views, triggers and routines are left alone.",
                 diff_examples},
    CommandProse{"export",
                 "Writes each migration as N_name.up.sql and, where it has a way back, "
                 "N_name.down.sql: golang-migrate's layout, which most tools can read. covet's own "
                 "marks are left out, comments stay; steps in the words of the models become SQL, "
                 "by the models as they are now. Needs no database.\n\n"
                 "--single prints every up on standard output, each in a transaction where the "
                 "engine's DDL is transactional.",
                 export_examples},
    CommandProse{
        "history",
        "Lists the attempts at migrations, the newest first: when, which, how long, by "
        "whom, with which covet, and how they failed. With --statements also how long each "
        "statement took; those of a file of many are summed up by the thousand behind the "
        "first. The list is the table covet_runs; nothing is decided by it.",
        history_examples},
    CommandProse{
        "import",
        "Reads the migrations of alembic, atlas, dbmate, diesel, django, drizzle, flyway, "
        "golang-migrate, "
        "goose, prisma, rails (structure.sql), sql-migrate or sqitch, and writes them as covet's "
        "files. Which tool it is shows the folder; --from says it where it doesn't. Versions stay "
        "as the tool had them (alembic and django have none: theirs are numbered in order). A "
        "BEGIN and COMMIT around a file goes, since covet runs it in a transaction anyway; so do "
        "commands by which a shell is told how to show things (\\set ON_ERROR_STOP, \\echo, "
        ".bail). "
        "Nothing is written unless every file converts.\n\n"
        "alembic and django write SQL themselves, which is what is read: alembic upgrade head "
        "--sql and downgrade head:base --sql, each into a .sql file; django's sqlmigrate into "
        "app.0001_name.sql and, with --backwards, app.0001_name.down.sql, and showmigrations "
        "--plan into plan.txt beside them.\n\n"
        "--adopt reads the tool's own table in the chosen database and records what is applied "
        "there as applied in covet's, in one transaction, so that covet migrate runs nothing "
        "twice. "
        "A migration that the tool left dirty or failed is refused. The tool's table stays.",
        import_examples},
    CommandProse{
        "make",
        "Compares the models with the database of the environment and writes the statements that "
        "lead from one to the other, and back, into a new file of the migrations folder. Where "
        "project.engines names several engines each gets its file, from an environment of that "
        "engine.\n\n"
        "The database must stand where the migration files end: what is pending has to be applied "
        "first. A rename is only a rename where renamed_from says so; anything else is a drop and "
        "an add.\n\n"
        "--data writes a file whose steps change rows in the words of the models; it runs on every "
        "engine. Each --step is one, checked against the models.",
        make_examples},
    CommandProse{
        "migrate",
        "Applies what is pending, in the order of its versions. Where the engine's DDL is "
        "transactional a migration and its row in the history are one transaction; elsewhere each "
        "statement is recorded before it runs, and the next run goes on where this one stopped. "
        "What can't run in a transaction (CREATE INDEX CONCURRENTLY) does so by itself. After a "
        "crash the next run waits for the session that was left on the server, or ends it with "
        "--kill-orphan, looks whether the statement took effect, and goes on.\n\n"
        "A statement that waits for a lock longer than lock_timeout (5s unless covet.toml "
        "says so) gives up, so that nobody queues behind it, and is tried again with "
        "growing pauses for lock_retry (2m); covet says who is in the way.\n\n"
        "One covet at a time migrates a database: the others wait for its lock, "
        "--lock-timeout at most. "
        "Statements that lose rows need approval: a question on a terminal, --allow KIND "
        "elsewhere, or a "
        "line `-- covet:allow` in the file. A protected environment wants its name typed, "
        "or --approve "
        "NAME.\n\n"
        "--dry-run shows every statement and what it would lose, through a connection that cannot "
        "write; of a step in the words of the models the SQL too.",
        migrate_examples},
    CommandProse{
        "rebase",
        "When two people write migrations at the same time, two files follow the same one. This "
        "gives the files of one branch later versions, and writes into each which one it follows: "
        "the files are renamed, their `-- covet:parent` line changes, and the rest of them stays "
        "as it is. The branch that is applied stays where it is; without any, the one that was "
        "written first.\n\n"
        "A file that is applied to the chosen database is not moved (exit 7). Other databases may "
        "know the old version: ask them first. Files that touch the same object are named; "
        "whether they still fit, only you can tell.",
        rebase_examples},
    CommandProse{"redo", "Undoes the last migration and applies its file again.", redo_examples},
    CommandProse{"repair",
                 "Without options, lists where the history and the files disagree and which option "
                 "mends that. Nothing is changed unasked, and each option does what it says to one "
                 "row; the database itself is not touched. A migration that was interrupted needs "
                 "no repair: `covet migrate` finds out where it stopped and goes on. --applied and "
                 "--not-applied overrule that, for the statement with that number.",
                 repair_examples},
    CommandProse{"rollback",
                 "Runs the down sections of applied migrations, the last one first. Without "
                 "--steps, --to or --all it "
                 "undoes one. Data that a migration dropped does not come back with the column "
                 "that held it.",
                 rollback_examples},
    CommandProse{
        "squash",
        "Puts the statements of many migration files into one, as they stand: the ups one behind "
        "the other, the downs the other way round. It bears the last one's version and the line "
        "`-- covet:replaces`, and the old files are removed.\n\n"
        "Before that, both ways are run in an empty database and must lead to the same schema: in "
        "memory on SQLite, elsewhere in the one that scratch_url of covet.toml names, which is "
        "emptied again. Without any, --unproven is needed.\n\n"
        "A database that has all of the old migrations counts the one as applied: the next migrate "
        "puts one row in the place of theirs, and their tags go to it. One that has none runs the "
        "file. One that has some is refused (exit 8): bring it to their end with the old files.",
        squash_examples},
    CommandProse{"status",
                 "Lists every migration with when, how long and by whom it was applied; edited "
                 "files, rows without a "
                 "file, half-done migrations and what is pending have their own signs. Reads only; "
                 "the history table "
                 "may be missing.",
                 status_examples},
    CommandProse{"sync",
                 "For development: carries out what `covet diff` lists and writes neither a file "
                 "nor history. Losing "
                 "rows needs approval, as with migrate. A protected environment is refused.",
                 sync_examples},
    CommandProse{
        "tag",
        "Gives a version that is applied to the database a name, by which migrate and rollback "
        "find it: `--to NAME`. Tags stand in the database's history; a version may have several, "
        "and when it is rolled back they go with it.",
        tag_examples},
    CommandProse{"unlock",
                 "Shows who holds the migration lock and how long that session has been silent: a "
                 "covet that lives speaks to the server every 10 s. Where it has been silent for "
                 "more than 30 s its session is ended, and that alone; --force ends it in any "
                 "case. On SQLite the operating system frees the lock with the process.",
                 unlock_examples},
};

}  // namespace

std::span<const CommandProse> migrations_prose() {
  return prose_of_migrations;
}

}  // namespace covet::cli::generate
