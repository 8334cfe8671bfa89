"""hograph in IPython and Jupyter: `%load_ext hograph` gives the magics."""
