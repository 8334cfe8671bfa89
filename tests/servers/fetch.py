"""Fetch the SPARQL servers that the tests ask, through the package managers that are set up here, into `.servers/`.

Versions and SHA-256 are pinned; what is there already is left as it is. What cannot be had is said, and its tests are skipped; with
HOGRAPH_REQUIRE_SERVERS=1 in the environment that is a failure.

    python tests/servers/fetch.py
"""

import hashlib
import os
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path
from tempfile import TemporaryDirectory

HOME = Path(__file__).parent.parent.parent / ".servers"
OXIGRAPH = "0.5.13"
FUSEKI = "5.6.0"
VIRTUOSO = "7.2.5.1+dfsg1-0.3"
PINNED = {
    f"oxigraph-{OXIGRAPH}-py3-none-manylinux_2_28_x86_64.whl": "dbb295a905adda409f18ce154b1353d07d20954ca3ea65dc546fc153c95c2c05",
    f"jena-fuseki-server-{FUSEKI}.jar": "d28c1eaf703122ee628895a460c20fa4aa60a892f435d403ea8c036f241da1f8",
    f"virtuoso-opensource-7-bin_{VIRTUOSO}_amd64.deb": "359ee4b2de81b92acbf5cf0b7bcb354375b96af37d3f5e70bfd7840341b94430",
    "libpcre3_2%3a8.39-15_amd64.deb": "993ea623ce5b42d67f653f2faaa7ef15e7c9d72bfcb93e22a1eaff7aa3532303",
}
"""File to its SHA-256; a file of a name that does not stand here is not taken."""


def main() -> int:
    """Fetch every server; the exit code is 1 when one is missing that is required."""
    HOME.mkdir(exist_ok=True)
    missing = 0
    for name, fetch in {"oxigraph": oxigraph, "fuseki": fuseki, "virtuoso": virtuoso}.items():
        if (HOME / name).exists():
            print(f"{name}: there already")
            continue
        with TemporaryDirectory(dir=HOME, prefix=".fetching-") as made:
            try:
                fetch(Path(made))
                Path(made, "whole").rename(HOME / name)
                print(f"{name}: fetched")
            except (OSError, subprocess.CalledProcessError, ValueError) as error:
                said = str(getattr(error, "stderr", "") or error).strip()
                print(f"{name}: cannot be had here, its tests are skipped ({said[-300:]})")
                missing += 1
    return 1 if missing and os.environ.get("HOGRAPH_REQUIRE_SERVERS") == "1" else 0


def oxigraph(folder: Path) -> None:
    """The server's binary, out of its Python package."""
    run(
        folder,
        sys.executable,
        "-m",
        "pip",
        "download",
        "--quiet",
        "--no-deps",
        "--only-binary=:all:",
        f"oxigraph=={OXIGRAPH}",
    )
    (wheel,) = checked(folder, "*.whl")
    with zipfile.ZipFile(wheel) as archive:
        (name,) = (name for name in archive.namelist() if name.endswith("/scripts/oxigraph"))
        archive.extract(name, folder)
    (folder / "whole").mkdir()
    (folder / name).rename(folder / "whole" / "oxigraph")
    (folder / "whole" / "oxigraph").chmod(0o755)


def fuseki(folder: Path) -> None:
    """Fuseki in one jar; needs Maven to fetch it and Java 17 to run."""
    if shutil.which("mvn") is None:
        raise ValueError("mvn is not installed")
    artefact = f"org.apache.jena:jena-fuseki-server:{FUSEKI}"
    run(folder, "mvn", "-q", "-B", "dependency:copy", f"-Dartifact={artefact}", f"-DoutputDirectory={folder / 'whole'}")
    (jar,) = checked(folder / "whole", "*.jar")
    jar.rename(folder / "whole" / "fuseki.jar")


def virtuoso(folder: Path) -> None:
    """Virtuoso of Debian 12 with the one library that is seldom installed, unpacked and not installed."""
    if shutil.which("apt-get") is None:
        raise ValueError("apt-get is not installed")
    run(folder, "apt-get", "download", "-qq", f"virtuoso-opensource-7-bin={VIRTUOSO}", "libpcre3=2:8.39-15")
    for package in checked(folder, "*.deb"):
        run(folder, "dpkg", "-x", package.name, "whole")
    libraries = folder / "whole" / "usr" / "lib" / "x86_64-linux-gnu"
    libraries.mkdir(parents=True, exist_ok=True)
    for library in (folder / "whole" / "lib" / "x86_64-linux-gnu").glob("*.so*"):
        shutil.move(library, libraries)


def run(folder: Path, *command: str) -> None:
    """Run a package manager in a folder."""
    subprocess.run(command, cwd=folder, check=True, capture_output=True, text=True, timeout=600)


def checked(folder: Path, pattern: str) -> list[Path]:
    """The files that came, each with the hash that is pinned."""
    found = sorted(folder.glob(pattern))
    for path in found:
        if PINNED.get(path.name) != hashlib.sha256(path.read_bytes()).hexdigest():
            raise ValueError(f"{path.name} is not the pinned file")
    return found


if __name__ == "__main__":
    sys.exit(main())
