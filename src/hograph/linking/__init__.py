"""Other people's ontologies beside ours: read, matched by name and place, checked, sliced and merged."""
