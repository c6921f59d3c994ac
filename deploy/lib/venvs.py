"""The Python tools that deploying and testing need, each set in a virtual environment of its own, with pinned
versions. They are kept in the user's cache folder.

    python3 deploy/lib/venvs.py NAME      installs a set unless it is there, and prints the folder of its programs
"""

import os
import pathlib
import subprocess
import sys
import venv

# Sets that pull each other's dependencies apart stay apart: the emulator and the SAM CLI want other versions of boto3.
SETS = {
    "tools": ["aws-sam-cli==1.170.0", "cfn-lint==1.58.0", "cargo-lambda==1.9.2"],
    "checkov": ["checkov==3.3.30"],
    "emulator": ["ministack==1.5.33", "aws-sam-translator==1.115.0", "cryptography==50.0.2"],
    "schemathesis": ["schemathesis==4.32.5"],
}


def cache():
    base = os.environ.get("XDG_CACHE_HOME") or pathlib.Path.home() / ".cache"
    return pathlib.Path(base) / "wild-workouts"


def programs(name):
    """The folder with the programs of a set, installed unless it is there."""
    folder = cache() / name
    stamp = folder / "installed"
    wanted = " ".join(SETS[name])
    # The stamp is written last: an interrupted installation is begun anew, and other pins make a new one.
    if not stamp.is_file() or stamp.read_text().strip() != wanted:
        venv.create(folder, clear=True, with_pip=True)
        pip = [folder / "bin" / "python", "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
        subprocess.run([*pip, *SETS[name]], check=True, stdout=sys.stderr)
        stamp.write_text(wanted + "\n")
    return folder / "bin"


def site_packages(name):
    """Where the Python modules of a set are."""
    return next(programs(name).parent.glob("lib/python*/site-packages"))


def run_in(name):
    """Goes on as the same script, run by the Python of a set, so that it can import the set's modules."""
    python = programs(name) / "python"
    if pathlib.Path(sys.prefix) != python.parent.parent:
        os.execv(python, [str(python), *sys.argv])


if __name__ == "__main__":
    if len(sys.argv) != 2 or sys.argv[1] not in SETS:
        sys.exit(f"{__doc__}\nNAME is one of: {', '.join(SETS)}")
    print(programs(sys.argv[1]))
