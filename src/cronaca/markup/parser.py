"""Python-Markdown, as our texts are read."""

from __future__ import annotations

from functools import cache

from markdown import Markdown

from cronaca.fingerprint import is_plain


@cache
def markdown_parser() -> Markdown:
    """With tables and lists; each text needs it reset."""
    parser = Markdown(extensions=["tables", "sane_lists"], output_format="html")
    if not is_plain():
        from cronaca.markup.fast_blocks import lighten

        lighten(parser)
    return parser
