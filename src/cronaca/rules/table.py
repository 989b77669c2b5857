"""Whether files can be at odds with each other, told from the summaries of incidents: a table of names."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from cronaca.summary import Summary


def at_odds(summaries: Collection[Summary], components: Iterable[str]) -> bool:
    """Whether any rule that compares incidents may find something; if not, none of them need be read."""
    names = [name for each in summaries for name in (each.id, *each.aliases)]
    codes = [code for each in summaries for code in (each.code, *each.codes)]
    known, services = set(names), set(components)
    return (
        len(known) < len(names)
        or len(set(codes)) < len(codes)
        or any(each.id in each.related or not known.issuperset(each.related) for each in summaries)
        or any(not services.issuperset(each.components) for each in summaries)
    )
