"""hograph: what documents claim about heterotopic ossification, as a graph whose every claim leads back to the characters that state it."""

__version__ = "0.1.0"
