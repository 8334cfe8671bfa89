"""The explorer as files for any static host, with the engine in the browser: `write_site` is what `hograph site` runs."""

from hograph.site.build import Written, write_site

__all__ = ["Written", "write_site"]
