"""An operator's site on a busy day: an open incident, maintenance that runs and maintenance to come."""

COMPONENTS = """\
groups:
  - id: payment
    name: {fr: "Paiement", en: "Payment"}
    components:
      - {id: cards, name: {fr: "Cartes", en: "Cards"}, start_date: 2026-01-01}
      - {id: vault, name: "Vault", showcase: false}
"""
OPEN = """\
title: {fr: "Cartes refusées", en: "Cards declined"}
impact: major
components: {cards: major_outage}
windows: [{from: 2026-11-23 05:10}]
updates:
  - {at: 2026-11-23T04:30Z, status: investigating, body: {fr: "Nous cherchons.", en: "Looking."}}
  - at: 2026-11-23T05:00Z
    status: identified
    components: {cards: partial_outage}
    next_at: 2026-11-23T07:00Z
    corrected_at: 2026-11-23T05:20Z
    body: {fr: "Trouvé.", en: "Found."}
"""
RUNNING = """\
kind: maintenance
title: {fr: "Coffre", en: "Vault work"}
impact: maintenance
components: {vault: under_maintenance}
schedule: {from: 2026-11-23T05:00Z, until: 2026-11-23T08:00Z}
updates:
  - {at: 2026-11-20T09:00Z, status: scheduled, body: {fr: "Prévu.", en: "Planned."}}
  - {at: 2026-11-23T05:02Z, status: in_progress, body: {fr: "Commencé.", en: "Begun."}}
"""
COMING = """\
kind: maintenance
title: {fr: "Bases", en: "Databases"}
impact: maintenance
components: {cards: under_maintenance}
schedule: {from: 2026-12-01T05:00Z, until: 2026-12-01T06:00Z}
updates:
  - {at: 2026-11-21T09:00Z, status: scheduled, body: {fr: "Prévu.", en: "Planned."}}
"""
CARDS = "content/incidents/2026/2026-11-23-cards.yaml"
BUSY = {
    "content/components.yaml": COMPONENTS,
    CARDS: OPEN,
    "content/incidents/2026/2026-11-23-vault.yaml": RUNNING,
    "content/incidents/2026/2026-12-01-databases.yaml": COMING,
}

NAME = 'A & B <b>"q"</b> ]]> \U0001f691 \u200f\u05d0\u200e'
TEXT = 'R&D <script>alert("x")</script> ]]> \U0001f691 \u200f\u05d0\u200e'
ODD = {
    "content/incidents/2026/2026-11-01-odd.yaml": f"""\
title: {{fr: '{NAME}', en: '{NAME}'}}
components: {{cards: major_outage}}
windows: [{{from: 2026-11-01 10:00, until: 2026-11-01 11:00}}]
updates:
  - {{at: 2026-11-01T10:00Z, status: resolved, body: {{fr: '{TEXT}', en: '{TEXT}'}}}}
"""
}
