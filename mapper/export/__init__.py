"""Analyses out: JSON records, GeoJSON, GeoPackage, QGIS projects and styles, tables."""

from mapper.export.bundle import write_qgis
from mapper.export.files import staged_folder, whole_file, write_text
from mapper.export.formats import ENDINGS, write_formats
from mapper.export.frame import to_geodataframe
from mapper.export.geojson import write_geojson
from mapper.export.record import SCHEMA_VERSION, analysis_record, json_line
from mapper.export.unrecord import analysis_from_record

__all__ = [
    "ENDINGS",
    "SCHEMA_VERSION",
    "analysis_from_record",
    "analysis_record",
    "json_line",
    "staged_folder",
    "to_geodataframe",
    "whole_file",
    "write_formats",
    "write_geojson",
    "write_qgis",
    "write_text",
]
