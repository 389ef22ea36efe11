#include <array>

#include "cli/generate/prose_tables.h"

namespace covet::cli::generate {
namespace {

constexpr std::array codegen_examples{
    Example{"covet codegen cpp --out src/models", "a header a model, models.h, model_set.h"},
    Example{"covet codegen cpp --out src/models --check", "for CI: are they fresh?"}};
constexpr std::array completions_examples{
    Example{"covet completions bash > ~/.local/share/bash-completion/completions/covet",
            "for bash"},
    Example{"covet completions fish > ~/.config/fish/completions/covet.fish", "for fish"}};
constexpr std::array db_examples{
    Example{"covet db tables", "rows and sizes, the largest first"},
    Example{"covet db analyze posts", "renew what the planner knows of a table"},
    Example{"covet db running", "what other sessions do, and the ids that cancel takes"},
    Example{"covet db backup copy.db", "a SQLite database into a new file, while it is in use"}};
constexpr std::array doctor_examples{
    Example{"covet doctor", "the installation and the project"},
    Example{"covet doctor --db", "what was left in the database"},
    Example{"covet doctor --db --with orders --resolve --dry-run",
            "what recovery would end in this database and the environment orders"}};
constexpr std::array dump_examples{
    Example{"covet dump -o rows", "every model, a file each"},
    Example{"covet dump author --format csv > authors.csv", "for a spreadsheet"},
    Example{"covet dump --env old | covet load - --env new", "from one database into another"}};
constexpr std::array health_examples{
    Example{"covet health --json", "for a monitor"},
    Example{"covet health --wait 30s", "while the server starts"},
    Example{"covet health --watch --interval 5s", "a screen that follows"},
    Example{"covet health --listen 127.0.0.1:9187", "for a load balancer and Prometheus"},
    Example{"covet health --metrics-file /var/lib/node_exporter/covet.prom", "from cron"}};
constexpr std::array help_examples{Example{"covet help migrate", "a command"},
                                   Example{"covet help types Char", "a field type"}};
constexpr std::array init_examples{
    Example{"covet init", "an SQLite file as the first database"},
    Example{"covet init --url postgresql://localhost/blog", "a server's database"}};
constexpr std::array inspect_examples{
    Example{"covet inspect --url sqlite:blog.db", "the models of a database"},
    Example{"covet inspect --write schema --split", "one file a table"},
    Example{"covet inspect --format sql", "its CREATE statements"},
    Example{"covet inspect --rights", "with owners and grants"}};
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
constexpr std::array seed_examples{
    Example{"covet seed", "the rows of seeds/, and of seeds/dev/ where dev is in use"},
    Example{"covet seed --rows 1000", "a thousand made-up rows of each model"},
    Example{"covet seed --rows post=10000,user=100", "and what posts and users can't do without"},
    Example{"covet seed --rows 50 --out seeds", "as files, to be read and mended first"}};
constexpr std::array shell_examples{
    Example{"covet shell", "a prompt on the database in use"},
    Example{"covet shell --env staging < questions.txt", "queries from a file, until one fails"}};
constexpr std::array wait_examples{
    Example{"covet wait --timeout 60s && covet migrate", "in a container's start"}};

constexpr std::array prose_of_data{
    CommandProse{
        "codegen",
        "Writes a header for each model, with its fields, relations and rows as C++ types, so that "
        "a query with a wrong name or type doesn't compile: `User::email.endswith(\"@x.org\") && "
        "User::age >= 18`. It stands on the library that covet installs, find_package(covet). "
        "models.h includes them all; model_set.h holds the models themselves for "
        "covet::record::Store, so that the program needs no model files.\n\n"
        "Names that C++ has no place for get an underscore; in the database and in queries they "
        "stay what they are. A file that is fresh isn't touched. Each begins with a stamp, by "
        "which covet knows its own: it overwrites no other file, and removes only stamped ones "
        "whose model is gone.\n\n"
        "--check writes nothing and exits with 1 if a file is missing, stale or left over.",
        codegen_examples},
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
        "CSV has a header; NULL is an empty field and an empty text is \"\". TOML has a table "
        "[[post]] a row, for fixtures that people write; NULL is left out. Columns that the "
        "database computes are left out.\n\n"
        "Values are written so that covet load reads them back to the last bit, on any engine: "
        "decimals, times and UUIDs as strings, bytes as \"\\\\x…\" in hex. A file that is there "
        "already is not overwritten.",
        dump_examples},
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
    CommandProse{"init",
                 "Writes covet.toml, a first model, the migrations folder and the lines of "
                 ".gitignore that a project "
                 "wants. What exists stays as it is, so that a second run changes nothing.\n\n"
                 "--url sets the database of the environment dev. A URL that holds a password is "
                 "not written down: "
                 "covet.toml then refers to DATABASE_URL.",
                 init_examples},
    CommandProse{
        "inspect",
        "Reads a live database and writes it as models, so that nothing is lost: `covet "
        "diff` is empty "
        "afterwards. What covet can't carry is named on standard error, object by object. "
        "With --write, files that exist are changed only where they differ: comments, "
        "order and layout stay. Owners and grants (of PostgreSQL) come along with --rights, "
        "or where covet.toml says `rights = true`.",
        inspect_examples},
    CommandProse{
        "load",
        "Reads rows as covet dump writes them, from files (.jsonl, .csv, .toml), folders or "
        "standard "
        "input. A file's name is its model's, unless its lines say it; in TOML each table is a row "
        "and "
        "names its model: [[post]]. Every row is held to its "
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
        "pool",
        "Opens a pool as a program would, with the settings of the environment and of the URL, and "
        "lets --threads borrow, run SELECT 1 and give back as fast as they can for --duration. "
        "Shows calls, waits, how many borrowers got a connection that was open, and what the "
        "circuit breaker did. Exits with 1 where a call failed.",
        pool_examples},
    CommandProse{
        "query",
        "Asks the database for rows in the words of the models, as Django's QuerySets do: "
        "relations are followed by two underscores, and so are lookups. QUERY is a model, to which "
        "--filter and its like add, or a whole chain. It becomes one statement with parameters, "
        "which --sql shows; `covet help query` lists steps, lookups and functions.\n\n"
        "A terminal gets a table of at most 200 rows; --format csv, json or jsonl writes all of "
        "them as they come; --page N shows so many and tells how to go on, as fast at the end as "
        "at "
        "the beginning. Nothing is changed but by update(…) and delete(), and those only with "
        "--write: without it they say how many rows it would be, and exit with 7.",
        query_examples},
    CommandProse{
        "seed",
        "Without --rows, loads the files of seeds/ beside covet.toml, and those of "
        "seeds/ENVIRONMENT/ for the environment in use: JSON lines, CSV or TOML, as covet load "
        "reads "
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
    CommandProse{"wait",
                 "Tries to connect until the database answers, --timeout at most (30s unless "
                 "said), and exits with 3 "
                 "if it never did.",
                 wait_examples},
};

}  // namespace

std::span<const CommandProse> data_prose() {
  return prose_of_data;
}

}  // namespace covet::cli::generate
