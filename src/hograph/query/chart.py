"""A matplotlib figure that shows itself in a notebook, whatever backend is set."""

import io

from matplotlib.figure import Figure

DOTS_PER_INCH = 110


class Chart(Figure):
    """A figure with its picture for IPython, and its title for those who cannot see it."""

    def _repr_png_(self) -> tuple[bytes, dict[str, str]]:
        stream = io.BytesIO()
        self.savefig(stream, format="png", dpi=DOTS_PER_INCH, metadata={"Software": None})
        return stream.getvalue(), {"alt": "; ".join(axes.get_title(loc="left") for axes in self.axes)}
