"""What an author writes is shown: on the incident's pages, in the API, in the tables; else here is why."""

import pytest
import yaml

from cronaca.exports.columns import cells, shared_cells
from cronaca.exports.objects import Objects
from cronaca.exports.statuspage import incident_files
from cronaca.history import Present
from cronaca.issue import Report
from cronaca.schema.records import Table
from cronaca.schema.tables import INCIDENT
from cronaca.schema.translated import Translated
from cronaca.sources.folder import Folder
from cronaca.sources.load import load
from cronaca.theme.render import Renderer
from cronaca.theme.theme import Theme
from cronaca.views.incident import incident_pages
from cronaca.views.lists import pages
from cronaca.views.reader import Reader
from cronaca.views.site_history import SiteHistory
from support import NOW
from test_fields_kept import FULL, PATH, changes, full  # noqa: F401  the site in which every field stands

_NOBODY = {
    "accept": "an answer to a finding is for authors",
    "private": "it is private",
    "imported": "it is the importer's own note",
}
#: Fields that are not shown there, and why.
NOT_SHOWN = {
    "pages": _NOBODY,
    "API": _NOBODY,
    "table": _NOBODY
    | {
        "detected": "a table has the operator's own clocks",
        "source": "a table has one address",
        "disputes": "a table has what is counted",
        "aliases": "a table has the name of today",
        "related": "a row has one incident",
    },
}


@pytest.fixture(scope="module")
def shown():
    """What a file's text says on its pages, in the API, in a row of the tables."""
    found = {}

    def show(root, text):
        site, report = load(Folder(root, {PATH: text.encode()}))
        if not site or report.failed():
            return None
        if "renderer" not in found:
            found["renderer"] = Renderer(Theme(root), site.settings, Report())
        renderer = found["renderer"]
        history = SiteHistory(site, Present.of(site.settings, NOW), renderer.locales)
        reader = Reader.of(history, "en")
        incident = next(each for each in site.incidents if each.path == PATH)
        if incident.draft:
            return dict.fromkeys(NOT_SHOWN)
        pages = incident_pages(reader, incident, None, None)
        objects = Objects(site.settings, site.groups, renderer.locales["fr"])
        return {
            "pages": [(page.route, renderer.render(page)) for page in pages],
            "API": [renderer.render(page) for page in incident_files(history, incident, objects)],
            "table": cells(reader, incident, shared_cells(history.records[incident.id])),
            "lists": (reader.row(incident), actions(reader)),
        }

    return show


def actions(reader):
    """What the page of all actions shows."""
    return [page.view for page in pages(reader.site) if page.template == "pages/actions.html"]


def entry_at(keys):
    """What the table says of a place: of a text, without its language."""
    entry, table = None, INCIDENT
    for key in keys:
        if isinstance(table, Table) and key in table.fields:
            entry = table.fields[key]
            table = getattr(entry.kind, "item", entry.kind)
    return entry


@pytest.mark.parametrize("field", INCIDENT.fields)
def test_every_field_is_shown(full, shown, field):  # noqa: F811
    """Something of it changes what readers, programs and auditors get; where not, that is meant."""
    whole = yaml.load(FULL[PATH], yaml.BaseLoader)
    before = shown(full, _dumped(whole))
    without = {name: value for name, value in whole.items() if name != field}
    told = set()
    for keys, text in (*changes(PATH), ((field,), _dumped(without))):
        after = (keys[0] == field and shown(full, text)) or before
        changed = {place for place in after if after[place] != before[place]}
        told |= changed - {"lists"}
        entry = entry_at(keys)
        if isinstance(entry.kind, Translated) and changed & {"table", "lists"}:
            assert entry.listed, f"lists show {'.'.join(map(str, keys))}: its line in the table says so"
    assert told == {place for place, fields in NOT_SHOWN.items() if field not in fields}


def _dumped(data) -> str:
    return yaml.safe_dump(data, allow_unicode=True, sort_keys=False)
