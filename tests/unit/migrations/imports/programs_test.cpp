#include "tests/unit/migrations/imports/converted.h"

namespace covet::migrations::imports {
namespace {

TEST(ImportAlembic, NumbersWhatHasHashes) {
  EXPECT_EQ(converted({{"downgrade.sql",
                        "BEGIN;\n\n-- Running downgrade ae10 -> 1975\n\nDROP TABLE b;\n\nUPDATE "
                        "alembic_version SET version_num='1975' WHERE alembic_version.version_num "
                        "= 'ae10';\n\n-- Running downgrade 1975 -> \n\nDROP TABLE a;\n\nDROP TABLE "
                        "alembic_version;\n\nCOMMIT;\n"},
                       {"upgrade.sql",
                        "BEGIN;\n\nCREATE TABLE alembic_version (\n    version_num VARCHAR(32)\n);"
                        "\n\n-- Running upgrade  -> 1975\n\nCREATE TABLE a (b INTEGER);\n\nINSERT "
                        "INTO alembic_version (version_num) VALUES ('1975');\n\n-- Running upgrade "
                        "1975 -> ae10, add b\n\nCOMMIT;\n\nCREATE INDEX CONCURRENTLY i ON a (b);"
                        "\n\nBEGIN;\n\nCREATE TABLE b (c INTEGER);\n\nCOMMIT;\n"}}),
            "== 0001_1975.sql [1975]\n-- covet:up\nCREATE TABLE a (b INTEGER);\n"
            "\n-- covet:down\nDROP TABLE a;\n"
            "== 0002_ae10_add_b.sql [ae10]\n-- covet:up\n"
            "CREATE INDEX CONCURRENTLY i ON a (b);\n\n\nCREATE TABLE b (c INTEGER);\n"
            "\n-- covet:down\nDROP TABLE b;\n");
}

TEST(ImportDjango, FollowsItsPlan) {
  EXPECT_EQ(converted({{"auth.0001_initial.down.sql", ""},
                       {"auth.0001_initial.sql",
                        "BEGIN;\n--\n-- Create model\n--\nSELECT 1;\n"
                        "COMMIT;\n"},
                       {"blog.0001_initial.down.sql", "SELECT 3;\n"},
                       {"blog.0001_initial.sql",
                        "CREATE TABLE \"new__a\" (b int);\n-- THIS OPERATION CANNOT BE WRITTEN AS "
                        "SQL\n"},
                       {"plan.txt", "[X]  blog.0001_initial\n[ ]  auth.0001_initial\n"}}),
            "== 0001_blog_0001_initial.sql [blog.0001_initial]\n-- covet:up foreign_keys=off\n"
            "CREATE TABLE \"new__a\" (b int);\n-- THIS OPERATION CANNOT BE WRITTEN AS SQL\n"
            "\n-- covet:down\nSELECT 3;\n"
            "== 0002_auth_0001_initial.sql [auth.0001_initial]\n-- covet:up\n--\n-- Create "
            "model\n--\nSELECT 1;\n"
            "note: blog.0001_initial.sql holds an operation in Python that is no SQL: write what "
            "it does into the new file by hand\n"
            "note: 1 migration has no way back: write a `-- covet:down` section where you need "
            "one\n");
  EXPECT_EQ(converted({{"auth.0001_initial.sql", ""}, {"blog.0001_initial.sql", ""}}),
            "CV260 old/plan.txt:0 2 apps, and no order among their migrations\n");
  EXPECT_EQ(converted({{"auth.0001_initial.sql", ""}, {"plan.txt", "blog.0001_initial\n"}}),
            "CV260 old/plan.txt:0 blog.0001_initial has no file\n");
}

}  // namespace
}  // namespace covet::migrations::imports
