"""Feeds: what they hold, and that no text of a report gets out of its place."""

from __future__ import annotations

from xml.etree import ElementTree

from publish.atom import NAMESPACE, NEVER, Entry, feed, identifier

PAGE, OWN = "https://nianbao.example/search?q=a&b=c", "https://nianbao.example/search.atom?q=a&b=c"


def test_a_feed_holds_its_entries_in_their_order() -> None:
    entries = [
        Entry(identifier("version", "ab:1/2"), "某镇 2024 年度", "2026-03-09T01:00:00.000000Z", "https://x.example/1"),
        Entry(identifier("version", "cd"), "东宁镇", "2026-03-02T01:00:00Z", "https://x.example/2", "拆迁"),
    ]
    root = ElementTree.fromstring(feed("拆迁", PAGE, OWN, entries))
    assert root.tag == f"{{{NAMESPACE}}}feed"
    assert [entry.findtext(f"{{{NAMESPACE}}}id") for entry in root.iter(f"{{{NAMESPACE}}}entry")] == [
        "urn:nianbao:version:ab%3A1%2F2",
        "urn:nianbao:version:cd",
    ]
    assert root.findtext(f"{{{NAMESPACE}}}updated") == "2026-03-09T01:00:00.000000Z"
    assert {link.get("rel"): link.get("href") for link in root.findall(f"{{{NAMESPACE}}}link")} == {
        "self": OWN,
        "alternate": PAGE,
    }


def test_an_empty_feed_is_whole() -> None:
    assert ElementTree.fromstring(feed("", PAGE, OWN, [])).findtext(f"{{{NAMESPACE}}}updated") == NEVER


def test_hostile_text_is_text() -> None:
    hostile = "]]></title><script>alert(1)</script>&\x00\x08\ufffe\ud800"
    body = feed(hostile, PAGE, OWN, [Entry("urn:x", hostile, NEVER, 'https://x.example/"><script>', hostile)])
    root = ElementTree.fromstring(body)
    assert b"<script" not in body
    assert root.findtext(f"{{{NAMESPACE}}}title") == "]]></title><script>alert(1)</script>&"
