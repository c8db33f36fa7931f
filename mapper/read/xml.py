"""XML and HTML trees, with everything shut that a stranger's file could reach through."""

from __future__ import annotations

from typing import Any

from mapper.errors import SourceError

__all__ = ["Element", "inner_markup", "parse_html", "parse_xml", "tag"]

Element = Any
"""A node of lxml, which ships no types."""


def parse_xml(data: bytes, *, name: str, problem: str, recover: bool = False) -> Element:
    """Parse a document; entities stay unresolved and the network unused.

    Parameters
    ----------
    data
        The document.
    name
        The source as the user knows it.
    problem
        What to tell where it cannot be parsed.
    recover
        Whether to go on after what is not well-formed.

    Returns
    -------
    Element
        The root.

    Raises
    ------
    SourceError
        No XML.
    """
    from lxml import etree

    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, recover=recover, huge_tree=False
    )
    try:
        root = etree.fromstring(data, parser=parser)
    except (etree.XMLSyntaxError, ValueError):
        root = None
    if root is None:
        raise SourceError(f"{name}: {problem}")
    return root


# What a reader does not see, or sees around every page of a site.
_AROUND = """
    //head|//script|//style|//noscript|//template|//svg|//nav|//footer|//aside|//form|//button|
    //select|//iframe|//comment()
""".strip()


def parse_html(markup: str) -> Element | None:
    """Parse a page or a piece of one, without what is no text of it.

    Parameters
    ----------
    markup
        HTML.

    Returns
    -------
    Element or None
        The root, with scripts, styles, comments, menus and the like gone; None where there is
        nothing in it.
    """
    from lxml import etree, html

    try:
        # The text was decoded before: bytes of one known encoding leave no guess to the parser.
        root = html.document_fromstring(
            markup.encode("utf-8", "replace"), parser=html.HTMLParser(encoding="utf-8")
        )
    except (ValueError, etree.ParserError):
        return None
    for node in root.xpath(_AROUND):
        if node.getparent() is not None:
            node.drop_tree()
    return root


def tag(node: Element) -> str:
    """Give a node's name without its namespace; empty for comments and the like."""
    return node.tag.rpartition("}")[2] if isinstance(node.tag, str) else ""


def inner_markup(node: Element) -> str:
    """Write out what stands inside a node, as markup."""
    from lxml import etree

    inner = "".join(etree.tostring(child, encoding="unicode") for child in node)
    return (node.text or "") + inner
