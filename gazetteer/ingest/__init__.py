"""From sources to the built data: one module a source, staged, checksummed, repeatable.

``python -m gazetteer.ingest build`` builds, ``python -m gazetteer.ingest check FILE...`` checks
curated files. Nothing here is needed, nor shipped, at run time.
"""
