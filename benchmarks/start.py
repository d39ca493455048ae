"""What it costs to start the command line, beside importing Bolt."""

import resource
import subprocess
import sys

from benchmarks.measuring import Figures

HELP = "import sys; sys.argv = ['pacer', '--help']; from bot.cli import main; main()"


def measure_start() -> Figures:
    """Seconds of processor for `pacer --help`, for `import slack_bolt`, and for Python alone."""
    found = {
        "pacer --help, s of processor": _processor_of(HELP),
        "import slack_bolt, s of processor": _processor_of("import slack_bolt"),
        "Python alone, s of processor": _processor_of("pass"),
    }
    help_, bolt, _ = found.values()
    return {**found, "pacer --help / import slack_bolt": help_ / bolt}


def _processor_of(code: str) -> float:
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run([sys.executable, "-c", code], check=True, stdout=subprocess.DEVNULL)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
