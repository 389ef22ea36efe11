#include "cli/generate/prose.h"

#include <algorithm>
#include <array>
#include <string>

#include "core/base/error.h"

namespace covet::cli::generate {
namespace {

constexpr std::array baseline_examples{
    Example{"covet baseline --dry-run", "what it has beside the models, and what it lacks"},
    Example{"covet baseline --ignore-extra", "leaves alone what the models don't have"},
    Example{"covet baseline 20261120093000", "a database that stands at this version"}};
constexpr std::array check_examples{
    Example{"covet check", "files, models, and the database that is chosen"},
    Example{"covet check --offline", "the files alone: needs no database"}};
constexpr std::array completions_examples{
    Example{"covet completions bash > ~/.local/share/bash-completion/completions/covet",
            "for bash"},
    Example{"covet completions fish > ~/.config/fish/completions/covet.fish", "for fish"}};
constexpr std::array db_examples{
    Example{"covet db tables", "rows and sizes, the largest first"},
    Example{"covet db analyze posts", "renew what the planner knows of a table"},
    Example{"covet db running", "what other sessions do, and the ids that cancel takes"},
    Example{"covet db backup copy.db", "a SQLite database into a new file, while it is in use"}};
constexpr std::array diff_examples{
    Example{"covet diff", "the differences"},
    Example{"covet diff --sql", "the statements that would remove them"},
    Example{"covet diff --exit-code --env staging", "for a script: 1 if there are any"}};
constexpr std::array doctor_examples{
    Example{"covet doctor", "the installation and the project"},
    Example{"covet doctor --db", "what was left in the database"},
    Example{"covet doctor --db --with orders --resolve --dry-run",
            "what recovery would end in this database and the environment orders"}};
constexpr std::array export_examples{
    Example{"covet export", "N_name.up.sql and N_name.down.sql in sql/"},
    Example{"covet export --single > all.sql", "every up, for the engine's own shell"}};
constexpr std::array health_examples{
    Example{"covet health --json", "for a monitor"},
    Example{"covet health --wait 30s", "while the server starts"},
    Example{"covet health --watch --interval 5s", "a screen that follows"},
    Example{"covet health --listen 127.0.0.1:9187", "for a load balancer and Prometheus"},
    Example{"covet health --metrics-file /var/lib/node_exporter/covet.prom", "from cron"}};
constexpr std::array help_examples{Example{"covet help migrate", "a command"},
                                   Example{"covet help types Char", "a field type"}};
constexpr std::array history_examples{
    Example{"covet history", "the last 20 runs"},
    Example{"covet history --statements -n 1", "where the last one spent its time"}};
constexpr std::array import_examples{
    Example{"covet import old_migrations --dry-run", "what it would write"},
    Example{"covet import old_migrations --adopt",
            "and take over what the tool's table says is applied"},
    Example{"covet import db/structure.sql", "Rails' schema, as one migration"},
    Example{"covet import flyway --placeholder schema=public", "flyway"}};
constexpr std::array init_examples{
    Example{"covet init", "an SQLite file as the first database"},
    Example{"covet init --url postgresql://localhost/blog", "a server's database"}};
constexpr std::array inspect_examples{
    Example{"covet inspect --url sqlite:blog.db", "the models of a database"},
    Example{"covet inspect --write schema --split", "one file a table"},
    Example{"covet inspect --format sql", "its CREATE statements"}};
constexpr std::array make_examples{
    Example{"covet make \"add ratings\"", "from the changed models"},
    Example{"covet make --empty \"fill slugs\"", "for statements of your own"},
    Example{"covet make --check", "for CI: 1 if a model is ahead of the migrations"}};
constexpr std::array migrate_examples{Example{"covet migrate --dry-run", "the plan"},
                                      Example{"covet migrate", "everything pending"},
                                      Example{"covet migrate --env production --approve production",
                                              "a protected environment, from CI"}};
constexpr std::array dump_examples{
    Example{"covet dump -o rows", "every model, a file each"},
    Example{"covet dump author --format csv > authors.csv", "for a spreadsheet"},
    Example{"covet dump --env old | covet load - --env new", "from one database into another"}};
constexpr std::array load_examples{
    Example{"covet load rows --dry-run", "what is wrong with the rows, if anything"},
    Example{"covet load rows", "all of them, or none"},
    Example{"covet load authors.csv --upsert", "rows that are there take the new values"}};
constexpr std::array pool_examples{
    Example{"covet pool", "20 borrowers for 5 seconds"},
    Example{"covet pool --threads 100 --url \"postgresql://localhost/blog?pool_max=20\"",
            "many borrowers, few connections"}};
constexpr std::array query_examples{
    Example{"covet query post --filter 'rating__gte=4' --order -rating --limit 10", "the best ten"},
    Example{"covet query 'post.values(\"author__name\").annotate(n=Count())'", "how many of whom"},
    Example{"covet query author --fields id,name --format csv > authors.csv", "for a spreadsheet"},
    Example{"covet query 'post.filter(author__name__startswith=\"A\")' --sql", "the statement"},
    Example{"covet query 'post.filter(rating=None).update(rating=0)' --write", "a correction"}};
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
constexpr std::array seed_examples{
    Example{"covet seed", "the rows of seeds/, and of seeds/dev/ where dev is in use"},
    Example{"covet seed --rows 1000", "a thousand made-up rows of each model"},
    Example{"covet seed --rows post=10000,user=100", "and what posts and users can't do without"},
    Example{"covet seed --rows 50 --out seeds", "as files, to be read and mended first"}};
constexpr std::array shell_examples{
    Example{"covet shell", "a prompt on the database in use"},
    Example{"covet shell --env staging < questions.txt", "queries from a file, until one fails"}};
constexpr std::array squash_examples{
    Example{"covet squash \"initial schema\" --dry-run", "the one file"},
    Example{"covet squash \"initial schema\"", "all files in one"},
    Example{"covet squash \"first year\" --to 20261231000000", "what came before"}};
constexpr std::array status_examples{
    Example{"covet status", "the table"},
    Example{"covet status --exit-code -q", "for a script: 1 if something is pending"}};
constexpr std::array sync_examples{Example{"covet sync --dry-run", "the statements"},
                                   Example{"covet sync", "run them"}};
constexpr std::array unlock_examples{
    Example{"covet unlock --dry-run", "who holds the lock, and whether it lives"}};
constexpr std::array tag_examples{Example{"covet tag v1.4", "the version applied last"},
                                  Example{"covet rollback --to v1.4", "back to it"},
                                  Example{"covet tag --list", "all of them"}};
constexpr std::array wait_examples{
    Example{"covet wait --timeout 60s && covet migrate", "in a container's start"}};

constexpr std::array table{
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
    CommandProse{"completions", "Prints the completion script of a shell on standard output.",
                 completions_examples},
    CommandProse{
        "db",
        "Looks at the database, and keeps it in shape. list: databases and their sizes; "
        "tables, size; running: what other "
        "sessions do; cancel ID; deadlocks: the last one; vacuum, analyze, optimize, check, of the "
        "tables named or of "
        "all; backup FILE (SQLite).\n\n"
        "optimize is OPTIMIZE TABLE on MySQL and MariaDB, which rebuilds and locks, PRAGMA "
        "optimize on SQLite and "
        "VACUUM (ANALYZE), which locks nobody out, on PostgreSQL. check exits with 1 where it "
        "found something.",
        db_examples},
    CommandProse{"diff",
                 "Reads the database, lowers the models to what its engine would make of them, and "
                 "lists every "
                 "difference as what would have to be done to the database. Nothing is changed.\n\n"
                 "Expressions are compared as the server spells them. The order of columns is "
                 "never a difference. "
                 "Views, triggers and routines are left alone.",
                 diff_examples},
    CommandProse{
        "doctor",
        "Looks at the installation: covet and its engines with their client libraries, covet.toml, "
        "its environments, models and migrations, files with passwords that others can read, the "
        "engines' own shells, completions, the terminal. Connects to nothing.\n\n"
        "--db looks at the database instead, for what nobody works on any more: prepared "
        "transactions, the migration lock of a covet that is gone, a migration that broke off, "
        "indexes that are not valid, scratch databases, decisions of distributed transactions.\n\n"
        "A distributed transaction whose program died leaves prepared transactions, which hold "
        "their locks. --resolve commits those that their coordinator has decided to commit, and "
        "rolls the others back; which database that is says its table covet_decisions, so name "
        "every one that took part by --with. It may run beside living transactions: whoever "
        "writes the decision first has it. Those that began less than --older-than (1m) ago are "
        "left alone, and other tools' are only shown.\n\n"
        "Exits with 1 where something is wrong (a line with a cross); each such line says what to "
        "do.",
        doctor_examples},
    CommandProse{
        "dump",
        "Writes the rows of the models, those that others refer to first, as they were at one "
        "moment. A line is {\"model\": \"post\", \"fields\": {…}}; with -o each model gets a "
        "file of its own, and so does the junction of a ManyToMany field: post.authors.jsonl. "
        "CSV has a header; NULL is an empty field and an empty text is \"\". Columns that the "
        "database computes are left out.\n\n"
        "Values are written so that covet load reads them back to the last bit, on any engine: "
        "decimals, times and UUIDs as strings, bytes as \"\\\\x…\" in hex. A file that is there "
        "already is not overwritten.",
        dump_examples},
    CommandProse{"export",
                 "Writes each migration as N_name.up.sql and, where it has a way back, "
                 "N_name.down.sql: golang-migrate's layout, which most tools can read. covet's own "
                 "marks are left out, comments stay. Needs no database.\n\n"
                 "--single prints every up on standard output, each in a transaction where the "
                 "engine's DDL is transactional.",
                 export_examples},
    CommandProse{"health",
                 "Connects, measures, and looks at the history, at pending migrations and at the "
                 "migration lock. "
                 "HEALTHY exits with 0; DEGRADED (an answer took more than a second, the server is "
                 "nearly full, a replica lags, a migration is half done) "
                 "with 1; UNHEALTHY (no connection, or nothing can be read) with 3. Pending "
                 "migrations are shown and "
                 "make no database ill.\n\n"
                 "--watch and --listen check every --interval (30s, or health.interval of the "
                 "environment in covet.toml); a first "
                 "failure is DEGRADED, the third in a row UNHEALTHY. --listen answers over HTTP: "
                 "/healthz (covet lives), /readyz (200, or 503 while the database is UNHEALTHY), "
                 "/health/database (JSON), /metrics (Prometheus). What it tells holds no password; "
                 "who may reach the address may read it.",
                 health_examples},
    CommandProse{
        "help",
        "Explains a command, or one of the topics environment, exit-codes, types, config, query.",
        help_examples},
    CommandProse{"history",
                 "Lists the attempts at migrations, the newest first: when, which, how long, by "
                 "whom, with which covet, and how they failed. The list is the table covet_runs; "
                 "nothing is decided by it.",
                 history_examples},
    CommandProse{
        "import",
        "Reads the migrations of alembic, atlas, dbmate, diesel, django, flyway, golang-migrate, "
        "goose, prisma, rails (structure.sql), sql-migrate or sqitch, and writes them as covet's "
        "files. Which tool it is shows the folder; --from says it where it doesn't. Versions stay "
        "as the tool had them (alembic and django have none: theirs are numbered in order). A "
        "BEGIN and COMMIT around a file goes, since covet runs it in a transaction anyway. Nothing "
        "is written unless every file converts.\n\n"
        "alembic and django write SQL themselves, which is what is read: alembic upgrade head "
        "--sql and downgrade head:base --sql, each into a .sql file; django's sqlmigrate into "
        "app.0001_name.sql and, with --backwards, app.0001_name.down.sql, and showmigrations "
        "--plan into plan.txt beside them.\n\n"
        "--adopt reads the tool's own table in the chosen database and records what is applied "
        "there as applied in covet's, in one transaction, so that covet migrate runs nothing "
        "twice. "
        "A migration that the tool left dirty or failed is refused. The tool's table stays.",
        import_examples},
    CommandProse{"init",
                 "Writes covet.toml, a first model, the migrations folder and the lines of "
                 ".gitignore that a project "
                 "wants. What exists stays as it is, so that a second run changes nothing.\n\n"
                 "--url sets the database of the environment dev. A URL that holds a password is "
                 "not written down: "
                 "covet.toml then refers to DATABASE_URL.",
                 init_examples},
    CommandProse{"inspect",
                 "Reads a live database and writes it as models, so that nothing is lost: `covet "
                 "diff` is empty "
                 "afterwards. What covet can't carry is named on standard error, object by object. "
                 "With --write, files that exist are changed only where they differ: comments, "
                 "order and layout stay.",
                 inspect_examples},
    CommandProse{
        "load",
        "Reads rows as covet dump writes them, from files (.jsonl, .csv), folders or standard "
        "input. A file's name is its model's, unless its lines say it. Every row is held to its "
        "model first: each fault is shown with file and line, and with any nothing is loaded. "
        "Keys, auto_now and auto_now_add are taken as they are given; what a row leaves out is "
        "filled in.\n\n"
        "All rows go into the database in one transaction, by the engine's fastest way, in an "
        "order "
        "in which they find what they refer to. Keys that go in a circle are put off: until the "
        "end of the transaction where the engine can do that, else one that may be NULL is filled "
        "in at the end. A row that refers to none undoes everything. Afterwards the database makes "
        "keys beyond the loaded ones.\n\n"
        "--upsert finds rows by their primary key and overwrites the fields that are given; what "
        "was "
        "filled in is for new rows only.",
        load_examples},
    CommandProse{
        "make",
        "Compares the models with the database of the environment and writes the statements that "
        "lead from "
        "one to the other, and back, into a new file of the migrations folder. Where "
        "project.engines names "
        "several engines each gets its file, from an environment of that engine.\n\n"
        "The database must stand where the migration files end: what is pending has to be applied "
        "first. A "
        "rename is only a rename where renamed_from says so; anything else is a drop and an add.",
        make_examples},
    CommandProse{
        "migrate",
        "Applies what is pending, in the order of its versions. Where the engine's DDL is "
        "transactional a "
        "migration and its row in the history are one transaction; elsewhere each "
        "statement is recorded "
        "before it runs, and the next run goes on where this one stopped. What can't run "
        "in a transaction (CREATE INDEX CONCURRENTLY) does so by itself. After a crash the "
        "next run waits for the session that was left on the server, or ends it with "
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
        "--dry-run shows every statement and what it would lose, through a connection "
        "that cannot write.",
        migrate_examples},
    CommandProse{
        "pool",
        "Opens a pool as a program would, with the settings of the environment and of the "
        "URL, and lets --threads borrow, run "
        "SELECT 1 and give back as fast as they can for --duration. Shows calls, waits, how "
        "many borrowers got a connection "
        "that was open, and what the circuit breaker did. Exits with 1 where a call failed.",
        pool_examples},
    CommandProse{
        "query",
        "Asks the database for rows in the words of the models, as Django's QuerySets do: "
        "relations are followed by two underscores, and so are lookups. QUERY is a model, to which "
        "--filter and its like add, or a whole chain. It becomes one statement with parameters, "
        "which --sql shows; `covet help query` lists steps, lookups and functions.\n\n"
        "A terminal gets a table of at most 200 rows; --format csv, json or jsonl writes all of "
        "them as they come. Nothing is changed but by update(…) and delete(), and those only with "
        "--write: without it they say how many rows it would be, and exit with 7.",
        query_examples},
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
        "seed",
        "Without --rows, loads the files of seeds/ beside covet.toml, and those of "
        "seeds/ENVIRONMENT/ for the environment in use: JSON lines or CSV, as covet load reads "
        "them. Rows are found by their primary key, so that seeding twice changes nothing.\n\n"
        "With --rows, makes rows up: valid for every type, option and validator, unique where they "
        "have to be, some NULL where that is allowed, told by the names of fields (email, city, "
        "price). Foreign keys refer to rows that are made with them, or to those that are there; "
        "rows that refer to their own model are trees; junctions are filled where both of their "
        "ends are. 1000 is for each model, post=10000 for one; where models are named, only they "
        "are made, and those without rows that they can't do without (100, unless said). "
        "Regular expressions of validators are read as far as texts can be made of them. A field "
        "whose values can't be made up is named.\n\n"
        "The same --random-seed and --as-of give the same rows on every engine. Running it again "
        "adds more rows: keys and unique values go on behind those that are there. Rows stream "
        "into the engine's bulk load in one transaction, in constant memory.",
        seed_examples},
    CommandProse{
        "shell",
        "A prompt for queries in the notation of covet query: the rows of each are shown as a "
        "table. A query goes on in the next line while a bracket is open. Tab completes models, "
        "methods, fields, what they lead to, and lookups; lines are kept in "
        "$XDG_STATE_HOME/covet/history (~/.local/state), readable by nobody else.\n\n"
        "\\d lists the models, \\d MODEL its fields; \\sql QUERY shows the statement and "
        "\\explain QUERY how the database would run it; \\timing, \\format and \\write on, "
        "which lets update(…) and delete() change rows after a question; \\help lists them all, "
        "\\q leaves. A fault is shown, and the shell goes on; Ctrl-C cancels the query that runs, "
        "and a connection that was lost is opened again.\n\n"
        "Where standard input is no terminal, its lines are run one after the other without "
        "questions, and the first fault ends it.",
        shell_examples},
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
    CommandProse{"unlock",
                 "Shows who holds the migration lock and how long that session has been silent: a "
                 "covet that lives speaks to the server every 10 s. Where it has been silent for "
                 "more than 30 s its session is ended, and that alone; --force ends it in any "
                 "case. On SQLite the operating system frees the lock with the process.",
                 unlock_examples},
    CommandProse{
        "tag",
        "Gives a version that is applied to the database a name, by which migrate and rollback "
        "find it: `--to NAME`. Tags stand in the database's history; a version may have several, "
        "and when it is rolled back they go with it.",
        tag_examples},
    CommandProse{"wait",
                 "Tries to connect until the database answers, --timeout at most (30s unless "
                 "said), and exits with 3 "
                 "if it never did.",
                 wait_examples},
};

}  // namespace

const CommandProse& prose_of(std::string_view command) {
  const auto found = std::ranges::find(table, command, &CommandProse::name);
  if (found == table.end())
    throw Error(Errc::internal, "no prose for the command " + std::string(command));
  return *found;
}

}  // namespace covet::cli::generate
