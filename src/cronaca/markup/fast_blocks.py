"""Python-Markdown, spared the simple parts of a text: they are two thirds of the time of a post-mortem."""

from __future__ import annotations

from xml.etree.ElementTree import Element, SubElement

from markdown import Markdown
from markdown.blockprocessors import BlockProcessor
from markdown.treeprocessors import Treeprocessor
from markdown.util import AtomicString

from cronaca.markup import fast


def lighten(parser: Markdown) -> None:
    """Let simple paragraphs and words pass by it."""
    parser.parser.blockprocessors.register(_Paragraphs(parser.parser), "simple", 95)  # after empty blocks
    parser.treeprocessors.register(_Words(parser), "simple", 25)  # before inline patterns


class _Paragraphs(BlockProcessor):
    """Simple paragraphs that stand in nothing else: kept as a block of HTML is."""

    def test(self, parent: Element, block: str) -> bool:
        return parent.tag == self.parser.md.doc_tag

    def run(self, parent: Element, blocks: list[str]) -> bool:
        made = []
        while blocks and (html := fast.paragraphs(blocks[0])):
            made.append(html)
            blocks.pop(0)
        if made:
            SubElement(parent, "p").text = AtomicString(self.parser.md.htmlStash.store("\n".join(made)))
        return bool(made)


class _Words(Treeprocessor):
    """Simple words in lists, tables and headings."""

    def run(self, root: Element) -> None:
        for element in root.iter():
            text = element.text
            if text and not isinstance(text, AtomicString) and (made := fast.inline(text)):
                element.text = AtomicString(text if made == text else self.md.htmlStash.store(made))
