"""What the forms and menus of a page let choose: years, public bodies, classes of them. Pure functions."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import islice

from crawler import link_words as words
from crawler import links
from crawler.forms import Form, Menus
from crawler.limits import MOST_CHOICES
from crawler.page import Page


def choices(page: Page) -> Iterator[tuple[Menus, tuple[str, ...]]]:
    """(form, menus) where a page lets choose a public body or a year instead of listing anything."""
    for form in (*page.forms, *page.choosers):
        menus = tuple(
            menu for menu, options in form.choices.items() if any(links.is_choice(text) for _, text in options)
        )
        if menus:
            yield form, menus


def asks_first(page: Page) -> bool:
    """Whether a page lets choose a public body or a year of which none is chosen yet (请选择)."""
    return any(
        not form.set_to(menu).strip() or "选择" in form.shown(menu, form.set_to(menu))
        for form, menus in choices(page)
        for menu in menus
    )


def is_in_force(form: Form, menu: str, titles: Iterable[str]) -> bool:
    """Whether a form's menu holds a list to the year or public body that it shows: other ones can be chosen, and
    the list's titles name no more than one year, none of the other bodies. Of classes of bodies (乡镇, 部门) titles say
    nothing: another one can be chosen."""
    options = form.choices[menu]
    shown = form.shown(menu, form.fields[menu])
    if form.around or not form.fields[menu].strip() or len(options) < 2 or not links.is_choice(shown):
        return False
    if words.YEAR.match(shown):
        return len(_years(titles)) <= 1
    if words.UNIT_CLASS.match(shown):
        return any(words.UNIT_CLASS.match(text) for _, text in options if text != shown)
    others = [text for _, text in options if text != shown and links.is_unit(text)]
    return bool(others) and not any(text in title for title in titles for text in others)


def others_of(chooser: Menus, titles: Iterable[str]) -> list[dict[str, str]]:
    """What else menus outside of any form let choose that hold a list to one year, or to one year of one body: its
    titles name one of their years, and no more than one of their bodies."""
    texts = list(titles)
    years = _years(texts)
    held, shown = [], dict[str, str]()
    for menu, options in chooser.choices.items():
        named = [value for value, text in options if words.YEAR.match(text) and text[:4] in years]
        bodies = [text for _, text in options if links.is_unit(text)]
        if len(years) == len(named) == 1:
            held.append(menu)
            shown[menu] = named[0]
        elif (
            options
            and links.is_unit(options[0][1])
            and sum(any(one in title for title in texts) for one in bodies) <= 1
        ):
            held.append(menu)
    first = {menu: options[0][0] for menu, options in chooser.choices.items() if options}
    every = islice(chooser.combinations(tuple(held)), MOST_CHOICES) if shown else ()
    return [{**first, **one} for one in every if one != shown]


def _years(titles: Iterable[str]) -> set[str]:
    return {year for title in titles for year in words.ANY_YEAR.findall(title)}


def site_search(page: Page) -> tuple[Form, str] | None:
    """The form of a page by which the whole site is searched, with the field for the words."""
    for form in page.forms:
        if len(form.texts) == 1 and words.SEARCH.search(f"{form.url} {form.texts[0]}"):
            return form, form.texts[0]
    return None


def list_query(page: Page) -> Form | None:
    """The form by which a list is asked for that its page does not show before: with fields that may stay empty."""
    return next((form for form in page.forms if form.texts and not form.around), None)
