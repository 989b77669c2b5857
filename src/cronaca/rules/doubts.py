"""Whether a rule that compares incidents may find something, told from their summaries alone: most often it
may not, and none of them need be read."""

from __future__ import annotations

from collections.abc import Callable, Collection

from cronaca.summary import Summary

Doubt = Callable[[Collection[Summary], frozenset[str]], bool]  # of all incidents, and the ids of components


def same_names(summaries: Collection[Summary], _: frozenset[str]) -> bool:
    names = [name for each in summaries for name in (each.id, *each.aliases)]
    return len(set(names)) < len(names)


def same_codes(summaries: Collection[Summary], _: frozenset[str]) -> bool:
    codes = [code for each in summaries for code in (each.code, *each.codes)]
    return len(set(codes)) < len(codes)


def strange_components(summaries: Collection[Summary], components: frozenset[str]) -> bool:
    return any(not components.issuperset(each.components) for each in summaries)


def strange_incidents(summaries: Collection[Summary], _: frozenset[str]) -> bool:
    known = {name for each in summaries for name in (each.id, *each.aliases)}
    return any(each.id in each.related or not known.issuperset(each.related) for each in summaries)
