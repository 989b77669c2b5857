"""The issue form, with fields for the texts of a site's languages."""

from __future__ import annotations

NAME = ".github/ISSUE_TEMPLATE/incident.yml"

_TITLE = """\
  - type: input
    attributes:
      label: Title ({lang})
      description: "In {name}; not needed with a phrase that begins an incident."
"""
_MESSAGE = """\
  - type: textarea
    attributes:
      label: Message ({lang})
      description: "In {name}, in Markdown. If you leave a language out, readers are told so."
"""


def text(head: str, languages: tuple[str, ...]) -> str:
    """The whole form: ``head`` has the fields that no language changes."""
    from babel import Locale

    names = {lang: Locale.parse(lang, sep="-").get_display_name("en") for lang in languages}
    fields = [each.format(lang=lang, name=names[lang]) for each in (_TITLE, _MESSAGE) for lang in languages]
    return head + "".join(fields)
