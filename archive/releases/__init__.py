"""Data releases: a dated folder that a researcher downloads, checks, cites and recomputes without anything else.

`making.make_release` writes one, `checking.check_release` proves one. Everything in it is made from one copy of the
archive's database, so that all of its files say the same although a crawl goes on.
"""
