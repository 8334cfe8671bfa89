"""Sphinx settings: the pages stand where they belong in the checkout, and the site is made of them as they are."""

from hograph.version import VERSION

project = "hograph"
author = "hograph contributors"
project_copyright = "hograph contributors, CC BY 4.0"
version = release = VERSION

extensions = [
    "myst_nb",
    "sphinx.ext.autodoc",
    "sphinx.ext.napoleon",
    "sphinx_click",
    "sphinx_copybutton",
]
root_doc = "docs/index"
include_patterns = ["docs/**", "notebooks/*.ipynb", "*/README.md", "CHANGELOG.md"]
exclude_patterns = [".*", "build", "dist", "**/.ipynb_checkpoints"]

myst_enable_extensions = ["colon_fence", "attrs_inline"]
myst_heading_anchors = 4
nb_execution_mode = "force"
nb_execution_timeout = 120
nb_execution_raise_on_error = True
nb_merge_streams = True

autodoc_typehints = "signature"
autodoc_member_order = "bysource"
napoleon_google_docstring = True
napoleon_numpy_docstring = False
copybutton_exclude = ".linenos, .gp, .go"

html_theme = "furo"
html_title = "hograph"
html_static_path = []
