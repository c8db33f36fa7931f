"""A user's own gazetteer beside the bundled one: country dumps, Who's On First, own tables.

>>> from gazetteer.userdata import UserGazetteer
>>> UserGazetteer(Path("my-places")).add(Path("posts.csv")).name  # doctest: +SKIP
'posts'
"""

from gazetteer.userdata.download import Download
from gazetteer.userdata.keep import UserGazetteer
from gazetteer.userdata.sources import Sources

__all__ = ["Download", "Sources", "UserGazetteer"]
