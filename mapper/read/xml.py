"""XML and HTML trees, with everything shut that a stranger's file could reach through."""

from __future__ import annotations

from typing import Any

from mapper.errors import SourceError

__all__ = ["Element", "inner_markup", "parse_fragment", "parse_xml", "tag"]

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
    from lxml import etree  # type: ignore[import-untyped]

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


def parse_fragment(markup: str) -> Element | None:
    """Parse a piece of HTML without its scripts, styles and comments.

    Parameters
    ----------
    markup
        HTML.

    Returns
    -------
    Element or None
        A ``div`` around the piece; None where there is nothing in it.
    """
    from lxml import etree, html

    try:
        tree = html.fragment_fromstring(markup, create_parent="div")
    except (ValueError, etree.ParserError):
        return None
    for node in tree.xpath(".//script|.//style|.//comment()"):
        node.drop_tree()
    return tree


def tag(node: Element) -> str:
    """Give a node's name without its namespace; empty for comments and the like."""
    return node.tag.rpartition("}")[2] if isinstance(node.tag, str) else ""


def inner_markup(node: Element) -> str:
    """Write out what stands inside a node, as markup."""
    from lxml import etree

    inner = "".join(etree.tostring(child, encoding="unicode") for child in node)
    return (node.text or "") + inner
