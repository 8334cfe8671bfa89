"""Documents of many formats as one immutable text with blocks, every character of which knows where it stands in what the user has."""
