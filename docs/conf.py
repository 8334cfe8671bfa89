"""Sphinx settings: the pages stand where they belong in the checkout, and the site is made of them as they are."""

import click
from sphinx.application import Sphinx

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

smartquotes = False
default_role = "code"
python_use_unqualified_type_names = True
autodoc_preserve_defaults = True
autodoc_typehints = "signature"
autodoc_member_order = "bysource"
napoleon_google_docstring = True
napoleon_numpy_docstring = False
copybutton_exclude = ".linenos, .gp, .go"

html_theme = "furo"
html_title = "hograph"
html_static_path = ["static"]
html_css_files = ["site.css"]


def examples_as_code(app: Sphinx, context: click.Context, lines: list[str]) -> None:
    """Show the examples of a `--help` text as they are typed, to be copied.

    Args:
        app: unused.
        context: unused.
        lines: the help text as reStructuredText, changed in place; examples come as line blocks.
    """
    del app, context
    shown: list[str] = []
    for line in lines:
        text = line.removeprefix("|").strip()
        if line.startswith("| Example"):
            shown += [text, "", ".. code-block:: bash", ""]
        elif line.startswith("|") and text:
            shown.append(f"   {text}")
        else:
            shown.append(line)
    lines[:] = shown


def setup(app: Sphinx) -> None:
    """Connect what is above; Sphinx calls it."""
    app.connect("sphinx-click-process-description", examples_as_code)
