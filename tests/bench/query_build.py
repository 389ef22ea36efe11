#!/usr/bin/python3
"""query_build.py: what building and compiling a query of ten clauses costs, beside SQLAlchemy and Django.

Runs records_bench compile in turn with the other two in this process, and prints a line for each: microseconds a query
with covet for PostgreSQL, with the other, and the ratio of the medians. One that isn't installed is said so.
"""

import statistics
import subprocess
import sys
import timeit

ROUNDS = 7


def sqlalchemy_builder():
    from sqlalchemy import (BigInteger, Boolean, Column, DateTime, ForeignKey, Integer, String, Text, extract, func,
                            or_, select)
    from sqlalchemy.dialects import postgresql
    from sqlalchemy.orm import contains_eager, declarative_base, relationship

    base = declarative_base()

    class Blog(base):
        __tablename__ = "blog"
        id = Column(BigInteger, primary_key=True)
        name = Column(String(100), nullable=False)

    class Author(base):
        __tablename__ = "author"
        id = Column(BigInteger, primary_key=True)
        name = Column(String(100), nullable=False)
        age = Column(Integer)

    class Post(base):
        __tablename__ = "post"
        id = Column(BigInteger, primary_key=True)
        blog_id = Column(ForeignKey("blog.id"), nullable=False)
        author_id = Column(ForeignKey("author.id"), nullable=False)
        title = Column(String(200), nullable=False)
        state = Column(String(10), nullable=False)
        rating = Column(Integer)
        pinned = Column(Boolean, nullable=False)
        published = Column(DateTime)
        blog = relationship(Blog)
        author = relationship(Author)
        comments = relationship("Comment")

    class Comment(base):
        __tablename__ = "comment"
        id = Column(BigInteger, primary_key=True)
        post_id = Column(ForeignKey("post.id"), nullable=False)
        text = Column(Text, nullable=False)

    dialect = postgresql.dialect()

    def build(number):
        count = func.count(Comment.id).label("n")
        return (select(Post, count)
                .join(Post.blog).join(Post.author).outerjoin(Post.comments)
                .where(Blog.name.ilike("%travel%"))
                .where(Author.age >= number)
                .where(Post.state != "draft")
                .where(or_(Post.rating >= 3, Post.pinned.is_(True)))
                .where(extract("year", Post.published) == 2026)
                .group_by(Post.id, Blog.id)
                .having(count > 2)
                .options(contains_eager(Post.blog))
                .order_by(count.desc(), Post.title)
                .limit(20))

    def whole(number):
        compiled = build(number).compile(dialect=dialect)
        return str(compiled), compiled.params

    cache = {}

    def cached(number):
        # What a session does: the compiled text of a query of the same shape is taken again.
        statement = build(number)
        compiled, extracted, _ = statement._compile_w_cache(
            dialect, compiled_cache=cache, column_keys=[], for_executemany=False,
            schema_translate_map=None)
        return compiled.string, compiled.construct_params(extracted_parameters=extracted)

    return {"SQLAlchemy": whole, "SQLAlchemy, cached": cached}


def django_builder():
    import types

    import django
    import psycopg2  # noqa: F401  what Django's backend for PostgreSQL wants, if only to write SQL
    from django.conf import settings

    # Relations are found from both ends only in an application that Django knows.
    application = types.ModuleType("bench")
    application.__path__ = []
    application.__file__ = __file__
    sys.modules["bench"] = application

    settings.configure(
        INSTALLED_APPS=["bench"], USE_TZ=True,
        DATABASES={"default": {"ENGINE": "django.db.backends.postgresql", "NAME": "none"}},
        DEFAULT_AUTO_FIELD="django.db.models.BigAutoField")
    django.setup()
    from django.db import models
    from django.db.models import Count, Q

    def model(handle, **fields):
        fields.update({"__module__": "bench", "Meta": type("Meta", (), {"app_label": "bench"})})
        return type(handle, (models.Model,), fields)

    blog = model("Blog", name=models.CharField(max_length=100))
    author = model("Author", name=models.CharField(max_length=100), age=models.IntegerField(null=True))
    post = model("Post", blog=models.ForeignKey(blog, models.CASCADE), author=models.ForeignKey(author, models.CASCADE),
                 title=models.CharField(max_length=200), state=models.CharField(max_length=10),
                 rating=models.IntegerField(null=True), pinned=models.BooleanField(),
                 published=models.DateTimeField(null=True))
    model("Comment", post=models.ForeignKey(post, models.CASCADE, related_name="comments"), text=models.TextField())

    def whole(number):
        query = (post.objects
                 .filter(blog__name__icontains="travel")
                 .filter(author__age__gte=number)
                 .exclude(state="draft")
                 .filter(Q(rating__gte=3) | Q(pinned=True))
                 .filter(published__year=2026)
                 .annotate(n=Count("comments"))
                 .filter(n__gt=2)
                 .select_related("blog")
                 .order_by("-n", "title")[:20])
        return query.query.get_compiler("default").as_sql()

    return {"Django": whole}


def covet():
    said = subprocess.run(["records_bench", "compile", "2000"], check=True, capture_output=True, text=True).stdout
    return {line.split()[0]: float(line.split()[1]) for line in said.splitlines()}


def main():
    builders = {}
    for package, find in (("sqlalchemy", sqlalchemy_builder), ("django", django_builder)):
        try:
            builders.update(find())
        except ImportError as missing:
            print(f"no {package} to compare with: {missing} "
                  "(Debian: apt-get install python3-sqlalchemy python3-django python3-psycopg2)", flush=True)
    ours = []
    theirs = {name: [] for name in builders}
    for _ in range(ROUNDS):
        ours.append(covet())
        for name, build in builders.items():
            assert "SELECT" in build(18)[0]
            count = 200
            theirs[name].append(timeit.timeit(lambda: build(18), number=count) / count * 1e6)
    medians = {engine: statistics.median(each[engine] for each in ours) for engine in ours[0]}
    for engine, time in medians.items():
        print(f"{'query of ten clauses, ' + engine:44} {time:7.1f} µs")
    for name, times in theirs.items():
        other = statistics.median(times)
        print(f"{'query of ten clauses, beside ' + name:44} {medians['postgresql']:7.1f} µs {other:7.1f} µs "
              f"{medians['postgresql'] / other:8.3f}", flush=True)


sys.exit(main())
