"""Opens what `mapper map` wrote in QGIS itself and says what is wrong.

For the system's Python, which knows QGIS: ``/usr/bin/python3 open_in_qgis.py FOLDER NAME``.
Exits with 0 when all is as it should be, else with 1 and a line for everything that is not.
"""

from __future__ import annotations

import os
import sys
import tempfile
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
os.environ.setdefault("XDG_RUNTIME_DIR", tempfile.mkdtemp())

from qgis.core import (
    Qgis,
    QgsApplication,
    QgsCoordinateTransformContext,
    QgsMapRendererSequentialJob,
    QgsMapSettings,
    QgsProject,
    QgsProviderRegistry,
    QgsProviderSublayerDetails,
    QgsVectorLayer,
    QgsWkbTypes,
)
from qgis.PyQt.QtCore import QSize

DATES = ("date_start", "date_end", "published")
PROBLEMS: list[str] = []


def check(good: bool, problem: str) -> None:
    if not good:
        PROBLEMS.append(problem)


def check_layer(layer: QgsVectorLayer, name: str, renderer: str) -> None:
    check(layer.isValid(), f"{name}: not valid")
    check(layer.crs().authid() == "EPSG:4326", f"{name}: in {layer.crs().authid()}")
    check(layer.featureCount() > 0, f"{name}: empty")
    found = layer.renderer().type() if layer.renderer() else "none"
    check(found == renderer, f"{name}: drawn as {found}, not {renderer}")
    check(bool(layer.mapTipTemplate()), f"{name}: no map tip")
    types = {field.name(): field.typeName() for field in layer.fields()}
    for field in set(DATES) & set(types):
        filled = any(f[field] is not None and str(f[field]) != "NULL" for f in layer.getFeatures())
        check(not filled or types[field] == "Date", f"{name}: {field} is {types[field]}")


def check_files(folder: Path, name: str) -> None:
    incidents = QgsVectorLayer(str(folder / f"{name}.geojson"), "incidents", "ogr")
    check_layer(incidents, "incidents.geojson", "pointDisplacement")
    resolve = Qgis.SublayerQueryFlags(Qgis.SublayerQueryFlag.ResolveGeometryType)
    found = QgsProviderRegistry.instance().querySublayers(
        str(folder / f"{name}.places.geojson"), resolve
    )
    check(bool(found), "places.geojson: no layer in it")
    options = QgsProviderSublayerDetails.LayerOptions(QgsCoordinateTransformContext())
    for part in found:
        layer = part.toLayer(options)
        layer.loadDefaultStyle()
        kind = QgsWkbTypes.displayString(part.wkbType())
        check_layer(layer, f"places.geojson ({kind})", "RuleRenderer")


def check_project(folder: Path, name: str) -> None:
    project = QgsProject.instance()
    check(project.read(str(folder / f"{name}.qgz")), "project: cannot be read")
    check(project.crs().authid() == "EPSG:3857", f"project: in {project.crs().authid()}")
    check(bool(project.title()), "project: no title")
    tree = [node.layer() for node in project.layerTreeRoot().findLayers()]
    check(None not in tree, "project: a layer of the tree is missing")
    layers = {layer.name(): layer for layer in tree if layer is not None}
    for title, layer in layers.items():
        if layer.type() == 0:
            check_layer(
                layer, f"project, {title}",
                "pointDisplacement" if title == "Incidents" else "singleSymbol",
            )  # fmt: skip
    moving = layers["Incidents"].temporalProperties()
    check(moving.isActive(), "project: incidents have no time")
    check(moving.startField() == "date_start", "project: time is not read from date_start")
    online = [n for n in project.layerTreeRoot().findLayers() if n.name().endswith("(online)")]
    check(not any(node.isVisible() for node in online), "project: the online layer is on")
    shown = [
        node.layer()
        for node in project.layerTreeRoot().findLayers()
        if node.isVisible() and node.layer() and node.layer().type() == 0
    ]
    check_drawing(project, shown)


def check_drawing(project: QgsProject, layers: list[QgsVectorLayer]) -> None:
    settings = QgsMapSettings()
    settings.setLayers(layers)
    settings.setDestinationCrs(project.crs())
    settings.setOutputSize(QSize(600, 500))
    settings.setExtent(settings.fullExtent())
    job = QgsMapRendererSequentialJob(settings)
    job.start()
    job.waitForFinished()
    for error in job.errors():
        check(False, f"drawing: {error.message}")
    image = job.renderedImage()
    colours = {image.pixel(x, y) for x in range(0, 600, 3) for y in range(0, 500, 3)}
    check(len(colours) > 5, "drawing: nothing to be seen")


def main() -> None:
    folder, name = Path(sys.argv[1]), sys.argv[2]
    application = QgsApplication([], False)
    application.initQgis()
    check_files(folder, name)
    check_project(folder, name)
    for problem in PROBLEMS:
        sys.stdout.write(problem + "\n")
    sys.stdout.flush()
    # QGIS crashes now and then while Python takes it down; all is said by here.
    os._exit(1 if PROBLEMS else 0)


main()
