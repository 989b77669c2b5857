"""The tables of every content file: which fields there are, and what they mean."""

from __future__ import annotations

from cronaca import model as m
from cronaca.schema.phrases import Phrase
from cronaca.schema.records import Anything, Field, ListOf, MapOf, Table
from cronaca.schema.scalars import Date, Flag, OneOf, Scalar, When, Zone
from cronaca.schema.translated import PhraseText, Translated

ID = Scalar(r"[a-z0-9]+(-[a-z0-9]+)*", "an id (lower-case letters, digits, hyphens)", "in-store")
PERMANENT_CODE = Scalar(r"[a-z0-9]{12}", "a code of 12 lower-case letters or digits", "l8xq2v0c4m1z")
_HOST = r"https?://[^\s<>\"/?#\[\]]+"
URL = Scalar(_HOST + r"([/?#][^\s<>\"]*)?", "an address that begins with https://", "https://example.org/")
BASE_URL = Scalar(_HOST + r"(/[^\s<>\"?#]*)?", "an address without ? and #", "https://example.org/status/")
TRANSLATED = Translated()
ANYWHERE = Translated(anywhere=True)
STATES = MapOf(OneOf(m.State, "a component's state"))

WINDOW = Table(
    m.Window,
    {
        "from": Field(When(), "when users began to be hurt: a time or a date", True, "start"),
        "until": Field(When(unknown=True), "when it ended; unknown, or left out while it lasts", name="end"),
        "note": Field(TRANSLATED, "what readers should know about these times"),
    },
    "a window",
)
SCHEDULE = Table(
    m.Schedule,
    {
        "from": Field(When(), "planned begin", True, "start"),
        "until": Field(When(), "planned end; a date includes its day", True, "end"),
    },
    "a schedule",
)
DETECTED = Table(
    m.Detection,
    {
        "at": Field(When(), "when somebody other than the operator saw it", True),
        "by": Field(Scalar(example="Pingoru"), "who saw it", True),
    },
    "a detection",
)
SOURCE = Table(
    m.Source,
    {
        "name": Field(Scalar(example="Pingoru"), "who published the page that this was archived from", True),
        "url": Field(URL, "that page's address", True),
        "vendor_url": Field(
            Scalar(rf"unknown|{URL.pattern}", "an address, or unknown", "unknown"), "the operator's own page"
        ),
    },
    "a source",
)
DISPUTE = Table(
    m.Dispute,
    {
        "of": Field(OneOf(m.DisputeOf, "a value that can be disputed"), "the value in dispute", True),
        "says": Field(ANYWHERE, "what a source states, as shown to readers", True),
        "where": Field(ANYWHERE, "which source says so"),
        "chosen": Field(ANYWHERE, "what this site goes by", True),
        "reason": Field(ANYWHERE, "why"),
    },
    "a dispute",
)
ACCEPT = Table(
    m.Accept,
    {
        "code": Field(Scalar(example="missing-language"), "the finding's code, as in error[code]", True),
        "reason": Field(
            Scalar(example="The source is in French and English only."), "why it is right as it is", True
        ),
    },
    "an accepted finding",
)
UPDATE = Table(
    m.Update,
    {
        "at": Field(When(unknown=True), "when it was published: a time, a date or unknown", True),
        "status": Field(OneOf(m.Status, "a status"), "the status from this message on", True),
        "body": Field(TRANSLATED, "the message, in Markdown", True),
        "components": Field(STATES, "the components' states from this message on"),
        "next_at": Field(When(day=False), "when the next message is due"),
        "corrected_at": Field(When(), "when this text was corrected after its publication"),
        "notify": Field(Flag(), "false: tell nobody of this message"),
        "code": Field(PERMANENT_CODE, "its code; derived when left out"),
    },
    "an update",
)
STEP = Table(
    m.Step,
    {
        "at": Field(When(unknown=True), "when it happened", True),
        "text": Field(TRANSLATED, "what happened", True),
        "marks": Field(OneOf(m.Marks, "what a step can mark"), "start or end of the interruption"),
    },
    "a step",
)
ACTION = Table(
    m.Action,
    {
        "id": Field(ID, "a name for the action"),
        "symptom": Field(TRANSLATED, "what went wrong"),
        "action": Field(TRANSLATED, "what is done about it", True, listed=True),
        "status": Field(OneOf(m.ActionStatus, "an action's status"), "what became of it"),
        "due": Field(When(), "when it is due"),
        "done": Field(When(unknown=True), "when it was done"),
    },
    "an action",
)
POSTMORTEM = Table(
    m.Postmortem,
    {
        "published_at": Field(When(unknown=True), "when it was published: a time, a date or unknown", True),
        "timeline": Field(ListOf(STEP), "what happened, step by step"),
        "impact": Field(TRANSLATED, "what users could not do"),
        "context": Field(TRANSLATED, "what was going on before"),
        "root_cause": Field(TRANSLATED, "why it happened"),
        "actions": Field(ListOf(ACTION), "what is done so that it does not happen again"),
        "body": Field(TRANSLATED, "free Markdown, alone or after the sections"),
    },
    "a post-mortem",
)
INCIDENT = Table(
    m.Incident,
    {
        "reference": Field(Scalar(example="TSR-1532"), "the operator's own reference, such as TSR-1532"),
        "kind": Field(OneOf(m.Kind, "a kind"), "incident, maintenance or information"),
        "title": Field(TRANSLATED, "a short title, without status or reference", True, listed=True),
        "impact": Field(OneOf(m.Impact, "an impact"), "Statuspage's scale; none is said “notice”"),
        "priority": Field(Scalar(example="P1"), "the operator's own priority, such as P1"),
        "category": Field(ANYWHERE, "the operator's own category", listed=True),
        "responsibility": Field(ANYWHERE, "who was responsible", listed=True),
        "components": Field(STATES, "the components touched, each with its state at worst"),
        "windows": Field(ListOf(WINDOW), "when users were really hurt; apart from when messages were posted"),
        "schedule": Field(SCHEDULE, "planned begin and end of a maintenance"),
        "detected": Field(DETECTED, "seen by somebody other than the operator"),
        "source": Field(SOURCE, "where this was archived from"),
        "disputes": Field(ListOf(DISPUTE), "what the sources contradict, shown to readers"),
        "accept": Field(ListOf(ACCEPT), "findings that were answered"),
        "updates": Field(ListOf(UPDATE), "the messages, oldest first"),
        "postmortem": Field(POSTMORTEM, "what was learnt"),
        "code": Field(PERMANENT_CODE, "the permanent code; derived when left out", name="given_code"),
        "aliases": Field(ListOf(ID), "ids it had before, oldest first"),
        "related": Field(ListOf(ID), "ids of other incidents"),
        "draft": Field(Flag(), "true: not published yet"),
        "imported": Field(Anything(), "what an importer noted", name="-"),
        "private": Field(Anything(), "anything; never published", name="-"),
    },
    "an incident",
)

COMPONENT = Table(
    m.Component,
    {
        "id": Field(ID, "its permanent name", True),
        "name": Field(ANYWHERE, "its name for readers", True),
        "in_text": Field(ANYWHERE, "its name within a sentence, with its article: le paiement, l’API"),
        "description": Field(TRANSLATED, "what it is for"),
        "showcase": Field(Flag(), "false: only listed, without its 90 days"),
        "start_date": Field(Date(), "the first day that this site speaks of it"),
    },
    "a component",
)
GROUP = Table(
    m.Group,
    {
        "id": Field(ID, "its permanent name", True),
        "name": Field(ANYWHERE, "its name for readers", True),
        "description": Field(TRANSLATED, "what belongs in it"),
        "components": Field(ListOf(COMPONENT), "its components, in the order shown"),
    },
    "a group",
)
COMPONENTS = Table(
    dict,
    {
        "groups": Field(ListOf(GROUP), "groups of components, in the order shown"),
        "components": Field(ListOf(COMPONENT), "components without a group"),
    },
    "components.yaml",
)

COVERAGE = Table(
    m.Coverage,
    {
        "from": Field(Date(), "the first day that the site speaks of", name="start"),
        "until": Field(Date(), "the last one; left out: to this day"),
        "note": Field(TRANSLATED, "what is missing in it"),
    },
    "the coverage",
)
OPERATOR = Table(
    m.Operator,
    {"name": Field(Scalar(example="Payplug"), "the company's name", True), "url": Field(URL, "its address")},
    "the operator",
)
SITE_LINK = Table(
    m.Link,
    {"name": Field(ANYWHERE, "the link's text", True), "url": Field(URL, "its address", True)},
    "a link",
)
PUBLISH = Table(
    dict,
    {"cname": Field(Scalar(r"[a-z0-9.-]+", "a host name", "status.example.org"), "GitHub Pages' own domain")},
    "publish",
)
LANGUAGE = Scalar(r"[a-z]{2,3}(-[A-Za-z0-9]{2,8})*", "a language code", "fr")
SITE = Table(
    dict,
    {
        "title": Field(TRANSLATED, "the site's name", True),
        "description": Field(TRANSLATED, "one sentence for search engines", True),
        "role": Field(OneOf(m.Role, "a role"), "operator, or archive: kept by somebody else", True),
        "languages": Field(
            ListOf(LANGUAGE, 1), "codes, in the order in which a missing text falls back", True
        ),
        "time_zone": Field(Zone(), "the zone of times without an offset, and of all pages", True),
        "base_url": Field(BASE_URL, "where the site will be; a sub-path is fine", True),
        "coverage": Field(COVERAGE, "the days that the site speaks of"),
        "operator": Field(OPERATOR, "the company that runs the services", True),
        "links": Field(ListOf(SITE_LINK), "links in every page's foot"),
        "publish": Field(PUBLISH, "what to publish beside the pages"),
    },
    "site.yaml",
)

PHRASE = Table(
    Phrase,
    {
        "status": Field(OneOf(m.Status, "a status"), "the status that the sentence announces", True),
        "text": Field(PhraseText(), "the sentence; {parameters} stand in braces", True),
        "title": Field(PhraseText(), "the title of an incident that begins with this sentence"),
    },
    "a phrase",
)
PHRASES = MapOf(PHRASE, ID, "looking-into: {status: investigating, text: {en: …}}")
