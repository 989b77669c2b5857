"""YAML in every odd but legal formatting that people write: block and flow, quotes, comments, line ends."""

from __future__ import annotations

from random import Random

WORDS = ["rétabli", "API", "« paiement »", "16 h 11", "l’été", "a: b", "x # y", "naïve 🚧", "- non", "100 %"]


def sentence(random: Random) -> str:
    return " ".join(random.choice(WORDS) for _ in range(random.randint(1, 6)))


def incident(random: Random) -> dict:
    """What an incident may say, as plain data."""
    updates = [
        {
            "at": f"2025-03-27 16:{10 + n}",
            "status": random.choice(["investigating", "identified", "monitoring"]),
            **({"components": {"api": "major_outage"}} if random.random() < 0.3 else {}),
            "body": {
                lang: sentence(random) for lang in random.sample(["fr", "en", "it"], random.randint(1, 3))
            },
        }
        for n in range(random.randint(0, 3))
    ]
    windows = [
        {"from": "2025-03-27 16:00"}
        | ({"until": random.choice(["unknown", "2025-03-27 16:05"])} if random.random() < 0.4 else {})
        | ({"note": {"fr": sentence(random)}} if random.random() < 0.4 else {})
        for _ in range(random.randint(0, 2))
    ]
    made = {"reference": "TSR-1", "title": {"fr": sentence(random), "en": sentence(random)}}
    made |= {"components": {"api": "partial_outage", "site": "unknown"}} if random.random() < 0.7 else {}
    made |= {"windows": windows} if windows else {}
    made |= {"updates": updates} if updates or random.random() < 0.3 else {}
    return made | ({"private": {"note": [sentence(random), "x"]}} if random.random() < 0.5 else {})


class Writer:
    """Writes data as YAML, choosing at random among the ways that mean the same."""

    def __init__(self, random: Random) -> None:
        self.random = random
        self.newline = random.choice(["\n", "\n", "\r\n"])

    def chance(self, of: float) -> bool:
        return self.random.random() < of

    def text(self, data: dict) -> str:
        if self.chance(0.1):
            return self.flow(data) + self.end()
        lines = ["# yaml-language-server: $schema=x.json"] if self.chance(0.3) else []
        lines += ["---"] if self.chance(0.15) else []
        lines += self.mapping(data, 0)
        lines += ["", "# the end"] if self.chance(0.3) else []
        bom = "\ufeff" if self.chance(0.1) else ""
        return bom + self.newline.join(lines) + self.end()

    def end(self) -> str:
        return "" if self.chance(0.3) else self.newline * self.random.randint(1, 2)

    def noise(self, column: int) -> list[str]:
        pad = " " * column
        return self.random.choice([[], [], [], [""], [f"{pad}# é: a comment"], ["", f"{pad}#", "   "]])

    def tail(self) -> str:
        return "  # why: é" if self.chance(0.15) else ""

    def mapping(self, data: dict, column: int) -> list[str]:
        lines = []
        for key, value in data.items():
            name = f'"{key}"' if self.chance(0.1) else key
            lines += [*self.noise(column), *self.entry(" " * column + name + ":", value, column)]
        return lines

    def entry(self, head: str, value: object, column: int) -> list[str]:
        if isinstance(value, str):
            return self.scalar(head, value, column)
        if not value:
            return [head + self.random.choice([" []", "", " ~", " [ ]"]) + self.tail()]
        if self.chance(0.2):
            return [f"{head} {self.flow(value)}{self.tail()}"]
        if isinstance(value, dict):
            return [head + self.tail(), *self.mapping(value, column + self.random.choice([1, 2, 4]))]
        return [head + self.tail(), *self.items(value, column + self.random.choice([0, 2, 3]))]

    def items(self, value: list, column: int) -> list[str]:
        lines = []
        for item in value:
            lines += self.noise(column)
            gap = self.random.choice([1, 1, 3])
            if isinstance(item, str) or self.chance(0.15):
                lines.append(" " * column + "-" + " " * gap + self.flow(item))
            elif self.chance(0.1):
                lines += [" " * column + "- # below", *self.mapping(item, column + 2)]
            else:
                inner = self.mapping(item, column + 1 + gap)
                while inner[0].strip() == "" or inner[0].lstrip().startswith("#"):
                    inner.pop(0)
                lines += [" " * column + "-" + inner[0][column + 1 :], *inner[1:]]
        return lines

    def scalar(self, head: str, value: str, column: int) -> list[str]:
        style = self.random.choice(["plain", "single", "double", "literal", "folded", "keep"])
        pad = " " * (column + self.random.choice([1, 2, 5]))
        if style == "literal":
            return [f"{head} {self.random.choice(['|', '|-'])}{self.tail()}", pad + value]
        if style == "keep":
            return [f"{head} |+", pad + value, *[""] * self.random.randint(0, 2)]
        if style == "folded":
            return (
                [f"{head} >-", *(pad + word for word in value.split(" "))]
                if "#" not in value
                else [f"{head} >-", pad + value]
            )
        return [f"{head} {self.inline(value, style)}{self.tail()}"]

    def inline(self, value: str, style: str = "plain") -> str:
        plain = value[0].isalnum() and not any(sign in value for sign in (": ", " #", ",", "{", "["))
        if style == "plain" and plain:
            return value
        if style == "single":
            return "'" + value.replace("'", "''") + "'"
        return '"' + value.replace("\\", "\\\\").replace('"', '\\"') + '"'

    def flow(self, value: object) -> str:
        style = self.random.choice(["plain", "single", "double"])
        if isinstance(value, str):
            return self.inline(value, style)
        gap = self.random.choice(["", " "])
        comma = self.random.choice([", ", ",  ", "," + self.newline + " " * 12])
        if isinstance(value, dict):
            return (
                "{" + gap + comma.join(f"{key}: {self.flow(each)}" for key, each in value.items()) + gap + "}"
            )
        last = "," if value and self.chance(0.2) else ""
        return "[" + gap + comma.join(self.flow(each) for each in value) + last + gap + "]"
