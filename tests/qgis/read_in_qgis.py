"""Opens what the program wrote in QGIS itself, tells what QGIS sees, and draws it.

For the system's Python, which knows QGIS: ``/usr/bin/python3 read_in_qgis.py FOLDER NAME
PICTURES``, with QT_QPA_PLATFORM=offscreen where there is no screen. Prints one JSON object;
`test_qgis_files.py` says what should be in it.
"""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path
from typing import Any

from qgis.core import (
    Qgis,
    QgsApplication,
    QgsCoordinateReferenceSystem,
    QgsCoordinateTransformContext,
    QgsDateTimeRange,
    QgsLayerTreeModel,
    QgsProject,
    QgsProviderRegistry,
    QgsProviderSublayerDetails,
    QgsRectangle,
    QgsVectorLayer,
    QgsWkbTypes,
)
from qgis.gui import QgsLayerTreeView, QgsMapCanvas
from qgis.PyQt.QtCore import QCoreApplication, QSize, Qt
from qgis.PyQt.QtGui import QFont, QImage, QPainter
from qgis.PyQt.QtWidgets import QHBoxLayout, QWidget

Facts = dict[str, Any]
SIZE = QSize(1100, 680)
TREE = 310


def layer_facts(layer: QgsVectorLayer) -> Facts:
    renderer = layer.renderer()
    if renderer is None:
        return table_facts(layer)
    inner = renderer.embeddedRenderer() if renderer.type() == "pointDisplacement" else renderer
    categories = inner.categories() if inner.type() == "categorizedSymbol" else []
    has_category = layer.fields().indexOf("category") >= 0
    temporal, labels = layer.temporalProperties(), layer.labeling()
    words = labels.settings(labels.subProviders()[-1]).fieldName if labels else ""
    return {
        "valid": layer.isValid(),
        "crs": layer.crs().authid(),
        "count": layer.featureCount(),
        "geometry": QgsWkbTypes.displayString(layer.wkbType()),
        "fields": {field.name(): field.typeName() for field in layer.fields()},
        "renderer": renderer.type(),
        "categories": [[c.value(), c.label(), c.symbol().color().name()] for c in categories],
        "uncategorised": sum(
            feature["category"] not in {c.value() for c in categories}
            for feature in (layer.getFeatures() if categories and has_category else ())
        ),
        "labels": words if layer.labelsEnabled() else "",
        "tip": layer.mapTipTemplate(),
        "metadata": metadata_facts(layer.metadata()),
        "temporal": [temporal.isActive(), temporal.startField(), temporal.endField()],
        "bad_shapes": sum(
            not feature.hasGeometry() or not feature.geometry().isGeosValid()
            for feature in layer.getFeatures()
        ),
    }


def table_facts(layer: QgsVectorLayer) -> Facts:
    """Of a table without shapes."""
    return {
        "valid": layer.isValid(),
        "count": layer.featureCount(),
        "geometry": QgsWkbTypes.displayString(layer.wkbType()),
        "fields": {field.name(): field.typeName() for field in layer.fields()},
        "tip": layer.mapTipTemplate(),
    }


def metadata_facts(metadata: Any) -> Facts:
    return {
        "title": metadata.title(),
        "rights": metadata.rights() if hasattr(metadata, "rights") else [],
        "abstract": metadata.abstract(),
        "history": metadata.history(),
    }


def opened(path: Path) -> list[QgsVectorLayer]:
    """Open a file as dropping it on QGIS does: every layer of it, with its default style."""
    resolve = Qgis.SublayerQueryFlags(Qgis.SublayerQueryFlag.ResolveGeometryType)
    options = QgsProviderSublayerDetails.LayerOptions(QgsCoordinateTransformContext())
    layers = []
    for part in QgsProviderRegistry.instance().querySublayers(str(path), resolve):
        if part.wkbType() not in (QgsWkbTypes.NoGeometry, QgsWkbTypes.Unknown):
            layer = part.toLayer(options)
            layer.loadDefaultStyle()
            layers.append(layer)
    return layers


def tree_facts(group: Any) -> list[Any]:
    facts = []
    for node in group.children():
        if node.nodeType() == 0:
            facts.append([node.name(), tree_facts(node)])
        else:
            facts.append([node.name(), node.itemVisibilityChecked(), node.layer() is not None])
    return facts


def project_facts(path: Path) -> Facts:
    project = QgsProject.instance()
    read = project.read(str(path))
    span = project.timeSettings().temporalRange()
    vectors = [layer for layer in project.mapLayers().values() if layer.type() == 0]
    return {
        "read": read,
        "title": project.title(),
        "metadata": metadata_facts(project.metadata()),
        "background": project.backgroundColor().name(),
        "crs": project.crs().authid(),
        "tree": tree_facts(project.layerTreeRoot()),
        "range": [span.begin().toString(Qt.ISODate), span.end().toString(Qt.ISODate)],
        "layers": {layer.name(): layer_facts(layer) for layer in vectors},
    }


def draw(canvas: QgsMapCanvas, path: Path, *, whole: bool = False) -> int:
    """Draw the project as QGIS shows it: legend on the left, map on the right.

    Returns the number of colours on the map.
    """
    root = QgsProject.instance().layerTreeRoot()
    shown = [
        node.layer()
        for node in root.findLayers()
        if node.isVisible() and node.layer() and node.layer().type() == 0
    ]
    window, tree = QWidget(), QgsLayerTreeView()
    window.resize(SIZE)
    view = QgsRectangle(canvas.extent())
    model = QgsLayerTreeModel(root)
    model.setFlag(QgsLayerTreeModel.ShowLegend)
    tree.setModel(model)
    tree.setHeaderHidden(True)
    tree.expandAll()
    tree.setFixedWidth(TREE)
    tree.setFont(QFont("DejaVu Sans", 7))
    canvas.setLayers(shown)
    canvas.setCanvasColor(QgsProject.instance().backgroundColor())
    row = QHBoxLayout(window)
    row.setContentsMargins(0, 0, 0, 0)
    row.addWidget(tree)
    row.addWidget(canvas)
    window.show()
    QCoreApplication.processEvents()
    if whole:
        canvas.zoomToFullExtent()
        canvas.zoomByFactor(1.15)  # so that labels at the edge have room
    else:
        canvas.setDestinationCrs(QgsProject.instance().crs())
        canvas.setExtent(view)
    canvas.refresh()
    canvas.waitWhileRendering()
    QCoreApplication.processEvents()
    picture = QImage(SIZE, QImage.Format_RGB32)
    picture.fill(Qt.white)
    painter = QPainter(picture)
    window.render(painter)
    painter.end()
    canvas.setParent(None)
    picture.save(str(path))
    xs, ys = range(TREE + 10, SIZE.width(), 3), range(0, SIZE.height(), 3)
    return len({picture.pixel(x, y) for x in xs for y in ys})


def main() -> None:
    folder, name, pictures = Path(sys.argv[1]), sys.argv[2], Path(sys.argv[3])
    application = QgsApplication([], True)
    application.initQgis()
    facts: Facts = {"version": Qgis.QGIS_VERSION, "files": {}, "colours": {}}
    project, canvas = QgsProject.instance(), QgsMapCanvas()
    canvas.enableAntiAliasing(True)
    canvas.setCanvasColor(Qt.white)
    # The name by which QGIS finds what a project says of its main map.
    canvas.setObjectName("theMapCanvas")
    project.readProject.connect(canvas.readProject)
    for ending in ("csv", "xlsx"):
        path = folder / f"{name}.{ending}"
        if path.exists():
            parts = QgsProviderRegistry.instance().querySublayers(str(path))
            facts["files"][ending] = {
                part.name(): table_facts(
                    part.toLayer(
                        QgsProviderSublayerDetails.LayerOptions(QgsCoordinateTransformContext())
                    )
                )
                for part in parts
                if part.providerKey() == "ogr"
            }
    for ending in ("geojson", "places.geojson", "gpkg", "kml", "fgb"):
        path = folder / f"{name}.{ending}"
        if not path.exists():
            continue
        project.clear()
        layers = opened(path)
        facts["files"][ending] = {
            f"{layer.name()} {QgsWkbTypes.displayString(layer.wkbType())}": layer_facts(layer)
            for layer in layers
        }
        if ending.endswith("geojson"):
            for layer in layers:
                project.addMapLayer(layer)
            canvas.setDestinationCrs(QgsCoordinateReferenceSystem("EPSG:4326"))
            facts["colours"][ending] = draw(canvas, pictures / f"{name}.{ending}.png", whole=True)
    project.clear()
    facts["project"] = project_facts(folder / f"{name}.qgz")
    facts["colours"]["qgz"] = draw(canvas, pictures / f"{name}.qgz.png")
    # As the temporal controller shows the first of its days.
    begin = project.timeSettings().temporalRange().begin()
    if begin.isValid():
        canvas.setTemporalRange(QgsDateTimeRange(begin, begin.addDays(1), True, False))
        facts["colours"]["time"] = draw(canvas, pictures / f"{name}.time.png")
    sys.stdout.write(json.dumps(facts))
    sys.stdout.flush()
    # QGIS crashes now and then while Python takes it down; all is said by here.
    os._exit(0)


main()
