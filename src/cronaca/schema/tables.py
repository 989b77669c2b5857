"""The tables of every content file: which fields there are, and what they mean."""

from __future__ import annotations

from cronaca import model as m
from cronaca.fields import (
    Anything,
    Day,
    Entry,
    Flag,
    ListOf,
    MapOf,
    OneOf,
    Plain,
    Record,
    Sentence,
    Tongues,
    When,
    Zone,
)
from cronaca.schema.phrases import Phrase

ID = Plain(r"[a-z0-9]+(-[a-z0-9]+)*", "an id (lower-case letters, digits, hyphens)", "in-store")
CODE = Plain(r"[a-z0-9]{12}", "a code of 12 lower-case letters or digits", "l8xq2v0c4m1z")
_HOST = r"https?://[^\s<>\"/?#\[\]]+"
URL = Plain(_HOST + r"([/?#][^\s<>\"]*)?", "an address that begins with https://", "https://example.org/")
BASE_URL = Plain(_HOST + r"(/[^\s<>\"?#]*)?", "an address without ? and #", "https://example.org/status/")
TEXT = Tongues()
ANYWHERE = Tongues(anywhere=True)
STATES = MapOf(OneOf(m.State, "a component's state"))

WINDOW = Record(
    m.Window,
    {
        "from": Entry(When(), "when users began to be hurt: a time or a date", True, "start"),
        "until": Entry(When(unknown=True), "when it ended; unknown, or left out while it lasts", name="end"),
        "note": Entry(TEXT, "what readers should know about these times"),
    },
    "a window",
)
SCHEDULE = Record(
    m.Schedule,
    {
        "from": Entry(When(), "planned begin", True, "start"),
        "until": Entry(When(), "planned end; a date includes its day", True, "end"),
    },
    "a schedule",
)
DETECTED = Record(
    m.Detection,
    {
        "at": Entry(When(), "when somebody other than the operator saw it", True),
        "by": Entry(Plain(example="Pingoru"), "who saw it", True),
    },
    "a detection",
)
SOURCE = Record(
    m.Source,
    {
        "name": Entry(Plain(example="Pingoru"), "who published the page that this was archived from", True),
        "url": Entry(URL, "that page's address", True),
        "vendor_url": Entry(
            Plain(rf"unknown|{URL.pattern}", "an address, or unknown", "unknown"), "the operator's own page"
        ),
    },
    "a source",
)
DISPUTE = Record(
    m.Dispute,
    {
        "of": Entry(OneOf(m.DisputeOf, "a value that can be disputed"), "the value in dispute", True),
        "says": Entry(ANYWHERE, "what a source states, as shown to readers", True),
        "where": Entry(ANYWHERE, "which source says so"),
        "chosen": Entry(ANYWHERE, "what this site goes by", True),
        "reason": Entry(ANYWHERE, "why"),
    },
    "a dispute",
)
ACCEPT = Record(
    m.Accept,
    {
        "code": Entry(Plain(example="missing-language"), "the finding's code, as in error[code]", True),
        "reason": Entry(
            Plain(example="The source is in French and English only."), "why it is right as it is", True
        ),
    },
    "an accepted finding",
)
UPDATE = Record(
    m.Update,
    {
        "at": Entry(When(unknown=True), "when it was published: a time, a date or unknown", True),
        "status": Entry(OneOf(m.Status, "a status"), "the status from this message on", True),
        "body": Entry(TEXT, "the message, in Markdown", True),
        "components": Entry(STATES, "the components' states from this message on"),
        "next_at": Entry(When(day=False), "when the next message is due"),
        "corrected_at": Entry(When(), "when this text was corrected after its publication"),
        "notify": Entry(Flag(), "false: tell nobody of this message"),
        "code": Entry(CODE, "its code; derived when left out"),
    },
    "an update",
)
STEP = Record(
    m.Step,
    {
        "at": Entry(When(unknown=True), "when it happened", True),
        "text": Entry(TEXT, "what happened", True),
        "marks": Entry(OneOf(m.Marks, "what a step can mark"), "start or end of the interruption"),
    },
    "a step",
)
ACTION = Record(
    m.Action,
    {
        "id": Entry(ID, "a name for the action"),
        "symptom": Entry(TEXT, "what went wrong"),
        "action": Entry(TEXT, "what is done about it", True, listed=True),
        "status": Entry(OneOf(m.ActionStatus, "an action's status"), "what became of it"),
        "due": Entry(When(), "when it is due"),
        "done": Entry(When(unknown=True), "when it was done"),
    },
    "an action",
)
POSTMORTEM = Record(
    m.Postmortem,
    {
        "published_at": Entry(When(unknown=True), "when it was published: a time, a date or unknown", True),
        "timeline": Entry(ListOf(STEP), "what happened, step by step"),
        "impact": Entry(TEXT, "what users could not do"),
        "context": Entry(TEXT, "what was going on before"),
        "root_cause": Entry(TEXT, "why it happened"),
        "actions": Entry(ListOf(ACTION), "what is done so that it does not happen again"),
        "body": Entry(TEXT, "free Markdown, alone or after the sections"),
    },
    "a post-mortem",
)
INCIDENT = Record(
    m.Incident,
    {
        "reference": Entry(Plain(example="TSR-1532"), "the operator's own reference, such as TSR-1532"),
        "kind": Entry(OneOf(m.Kind, "a kind"), "incident, maintenance or information"),
        "title": Entry(TEXT, "a short title, without status or reference", True, listed=True),
        "impact": Entry(OneOf(m.Impact, "an impact"), "Statuspage's scale; none is said “notice”"),
        "priority": Entry(Plain(example="P1"), "the operator's own priority, such as P1"),
        "category": Entry(ANYWHERE, "the operator's own category", listed=True),
        "responsibility": Entry(ANYWHERE, "who was responsible", listed=True),
        "components": Entry(STATES, "the components touched, each with its state at worst"),
        "windows": Entry(ListOf(WINDOW), "when users were really hurt; apart from when messages were posted"),
        "schedule": Entry(SCHEDULE, "planned begin and end of a maintenance"),
        "detected": Entry(DETECTED, "seen by somebody other than the operator"),
        "source": Entry(SOURCE, "where this was archived from"),
        "disputes": Entry(ListOf(DISPUTE), "what the sources contradict, shown to readers"),
        "accept": Entry(ListOf(ACCEPT), "findings that were answered"),
        "updates": Entry(ListOf(UPDATE), "the messages, oldest first"),
        "postmortem": Entry(POSTMORTEM, "what was learnt"),
        "code": Entry(CODE, "the permanent code; derived when left out", name="given_code"),
        "aliases": Entry(ListOf(ID), "ids it had before, oldest first"),
        "related": Entry(ListOf(ID), "ids of other incidents"),
        "draft": Entry(Flag(), "true: not published yet"),
        "imported": Entry(Anything(), "what an importer noted", name="-"),
        "private": Entry(Anything(), "anything; never published", name="-"),
    },
    "an incident",
)

COMPONENT = Record(
    m.Component,
    {
        "id": Entry(ID, "its permanent name", True),
        "name": Entry(ANYWHERE, "its name for readers", True),
        "in_text": Entry(ANYWHERE, "its name within a sentence, with its article: le paiement, l’API"),
        "description": Entry(TEXT, "what it is for"),
        "showcase": Entry(Flag(), "false: only listed, without its 90 days"),
        "start_date": Entry(Day(), "the first day that this site speaks of it"),
    },
    "a component",
)
GROUP = Record(
    m.Group,
    {
        "id": Entry(ID, "its permanent name", True),
        "name": Entry(ANYWHERE, "its name for readers", True),
        "description": Entry(TEXT, "what belongs in it"),
        "components": Entry(ListOf(COMPONENT), "its components, in the order shown"),
    },
    "a group",
)
COMPONENTS = Record(
    dict,
    {
        "groups": Entry(ListOf(GROUP), "groups of components, in the order shown"),
        "components": Entry(ListOf(COMPONENT), "components without a group"),
    },
    "components.yaml",
)

COVERAGE = Record(
    m.Coverage,
    {
        "from": Entry(Day(), "the first day that the site speaks of", name="start"),
        "until": Entry(Day(), "the last one; left out: to this day"),
        "note": Entry(TEXT, "what is missing in it"),
    },
    "the coverage",
)
OPERATOR = Record(
    m.Operator,
    {"name": Entry(Plain(example="Payplug"), "the company's name", True), "url": Entry(URL, "its address")},
    "the operator",
)
LINK = Record(
    m.Link,
    {"name": Entry(ANYWHERE, "the link's text", True), "url": Entry(URL, "its address", True)},
    "a link",
)
PUBLISH = Record(
    dict,
    {"cname": Entry(Plain(r"[a-z0-9.-]+", "a host name", "status.example.org"), "GitHub Pages' own domain")},
    "publish",
)
LANGUAGE = Plain(r"[a-z]{2,3}(-[A-Za-z0-9]{2,8})*", "a language code", "fr")
SITE = Record(
    dict,
    {
        "title": Entry(TEXT, "the site's name", True),
        "description": Entry(TEXT, "one sentence for search engines", True),
        "role": Entry(OneOf(m.Role, "a role"), "operator, or archive: kept by somebody else", True),
        "languages": Entry(
            ListOf(LANGUAGE, 1), "codes, in the order in which a missing text falls back", True
        ),
        "time_zone": Entry(Zone(), "the zone of times without an offset, and of all pages", True),
        "base_url": Entry(BASE_URL, "where the site will be; a sub-path is fine", True),
        "coverage": Entry(COVERAGE, "the days that the site speaks of"),
        "operator": Entry(OPERATOR, "the company that runs the services", True),
        "links": Entry(ListOf(LINK), "links in every page's foot"),
        "publish": Entry(PUBLISH, "what to publish beside the pages"),
    },
    "site.yaml",
)

PHRASE = Record(
    Phrase,
    {
        "status": Entry(OneOf(m.Status, "a status"), "the status that the sentence announces", True),
        "text": Entry(Sentence(), "the sentence; {parameters} stand in braces", True),
        "title": Entry(Sentence(), "the title of an incident that begins with this sentence"),
    },
    "a phrase",
)
PHRASES = MapOf(PHRASE, ID, "looking-into: {status: investigating, text: {en: …}}")
