"""Metadata in GeoPackages: for every reader as Dublin Core, for QGIS as it keeps its own."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from xml.sax.saxutils import escape

from mapper.export.credit import LICENCE, LICENCE_URL, Credit
from mapper.export.layers import NO_TIME

__all__ = ["qgis_metadata", "write_metadata"]

_TABLES = """
CREATE TABLE gpkg_metadata (
 id INTEGER CONSTRAINT m_pk PRIMARY KEY ASC NOT NULL,
 md_scope TEXT NOT NULL DEFAULT 'dataset', md_standard_uri TEXT NOT NULL,
 mime_type TEXT NOT NULL DEFAULT 'text/xml', metadata TEXT NOT NULL DEFAULT '');
CREATE TABLE gpkg_metadata_reference (
 reference_scope TEXT NOT NULL, table_name TEXT, column_name TEXT, row_id_value INTEGER,
 timestamp DATETIME NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%fZ','now')),
 md_file_id INTEGER NOT NULL, md_parent_id INTEGER,
 CONSTRAINT crmr_mfi_fk FOREIGN KEY (md_file_id) REFERENCES gpkg_metadata(id),
 CONSTRAINT crmr_mpi_fk FOREIGN KEY (md_parent_id) REFERENCES gpkg_metadata(id));
CREATE TABLE IF NOT EXISTS gpkg_extensions (
 table_name TEXT, column_name TEXT, extension_name TEXT NOT NULL, definition TEXT NOT NULL,
 scope TEXT NOT NULL, CONSTRAINT ge_tce UNIQUE (table_name, column_name, extension_name));
"""
_DUBLIN_CORE = "http://purl.org/dc/elements/1.1/"
_QGIS = "http://mrcc.com/qgis.dtd"
_DEFINITION = "http://www.geopackage.org/spec120/#extension_metadata"


def write_metadata(connection: sqlite3.Connection, layers: Sequence[str], credit: Credit) -> None:
    """Say of what a GeoPackage is made.

    Parameters
    ----------
    connection
        To the file, which has no metadata yet.
    layers
        Its layers.
    credit
        What to say.
    """
    connection.executescript(_TABLES)
    connection.executemany(
        "INSERT INTO gpkg_extensions VALUES(?, NULL, 'gpkg_metadata', ?, 'read-write')",
        [(name, _DEFINITION) for name in ("gpkg_metadata", "gpkg_metadata_reference")],
    )
    connection.executemany(
        "INSERT INTO gpkg_metadata(id, md_standard_uri, metadata) VALUES(?, ?, ?)",
        [
            (1, _DUBLIN_CORE, _dublin_core(credit)),
            (2, _QGIS, f'<qgis version="3.22.0">{qgis_metadata(credit)}</qgis>'),
        ],
    )
    references: list[tuple[str, str | None, str, int]] = [("geopackage", None, NO_TIME, 1)]
    references += [("table", layer, NO_TIME, 2) for layer in layers]
    connection.executemany(
        "INSERT INTO gpkg_metadata_reference(reference_scope, table_name, timestamp, md_file_id)"
        " VALUES(?, ?, ?, ?)",
        references,
    )


def _dublin_core(credit: Credit) -> str:
    terms = [
        ("title", credit.title),
        ("description", credit.made),
        *(("source", source) for source in credit.sources),
        ("rights", credit.rights),
        ("type", "Dataset"),
    ]
    told = "".join(f"<dc:{term}>{escape(words)}</dc:{term}>" for term, words in terms)
    return f'<metadata xmlns:dc="{_DUBLIN_CORE}">{told}</metadata>'


def qgis_metadata(credit: Credit) -> str:
    """Make the elements in which QGIS keeps the metadata of a layer or a project.

    Parameters
    ----------
    credit
        What to say.

    Returns
    -------
    str
        XML.
    """
    sources = "".join(f"<history>{escape(source)}</history>" for source in credit.sources)
    return (
        "<identifier></identifier><parentidentifier></parentidentifier><language></language>"
        f"<type>dataset</type><title>{escape(credit.title)}</title>"
        f"<abstract>{escape(credit.text())}</abstract><links/>"
        f"{sources}<fees></fees>"
        f"<rights>{escape(credit.rights)}</rights>"
        f"<license>{escape(f'{LICENCE}, {LICENCE_URL}')}</license>"
    )
