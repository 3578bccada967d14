"""SIGKILL at random instants of every command that writes; the same command again ends as if it was never killed.

    python fuzz/kills.py [--count 200] [--seed 1] [--phase NAME]... [--keep FOLDER]

Each trial starts from a copy of the same folder, kills the command (and every process that it started) once or twice
while its own work is going on, and runs it again to its end. Then the logical dump (`archive.logical_dump`) must be
that of a run never killed (the lines that differ are printed), `verify` clean, and nothing half may lie beside. Exits
with 1 where one differs.
"""

from __future__ import annotations

import argparse
import difflib
import os
import random
import shutil
import signal
import subprocess
import sys
import time
from collections import Counter
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

from kill_phases import PHASES, Phase, Site

from archive.logical_dump import dump_of
from samples.server import SamplePortals

SECONDS = 300
"""A command that takes longer hangs."""


def run(phase: Phase, folder: Path, site: Site, kill_after: float | None) -> tuple[int, float]:
    """Run the phase's command in the folder, killed so long after its own work began; its exit code (-9 where it was
    killed) and the seconds from there to the end."""
    words = [sys.executable, "-m", "nianbao", *phase.words(site)]
    with (folder / "output.txt").open("ab") as output:
        process = subprocess.Popen(
            words, cwd=folder, env=site.environment(), stdout=output, stderr=output, start_new_session=True
        )
        began: float | None = None
        ends = time.monotonic() + SECONDS
        while process.poll() is None:
            now = time.monotonic()
            if began is None and phase.begun(folder):
                began = now
            if now > ends or (kill_after is not None and began is not None and now - began >= kill_after):
                os.killpg(process.pid, signal.SIGKILL)
                process.wait()
                if now > ends:
                    raise TimeoutError(f"{phase.name} hangs: {folder}")
                break
            time.sleep(0.002)
    return process.returncode, time.monotonic() - (began or ends - SECONDS)


def left(folder: Path) -> set[str]:
    """The names in a folder, but for what a run names by its time."""
    return {path.name for path in folder.iterdir() if path.name != "output.txt"}


def verified(phase: Phase, folder: Path, site: Site) -> str:
    """What `verify` says against the result; empty where it is clean."""
    result = phase.result(folder)
    words = ["verify", str(result.parent)] if phase.name == "snapshot" else ["verify", "--archive", str(result)]
    if phase.name == "rebuild":
        words += ["--warc", str(folder / "archive.db.warc")]
    done = subprocess.run(
        [sys.executable, "-m", "nianbao", *words], cwd=folder, env=site.environment(), capture_output=True, text=True,
        check=False,
    )  # fmt: skip
    return "" if done.returncode == 0 else done.stdout + done.stderr


def differing(expected: list[str], found: list[str], most: int = 40) -> list[str]:
    """The lines of two dumps that only one of them has: `-` is missing, `+` is too much."""
    headed = list(difflib.unified_diff(expected, found, lineterm="", n=0))
    told = [line for line in headed[2:] if not line.startswith("@@")]
    return [*told[:most], *([f"… and {len(told) - most} more lines"] if len(told) > most else [])]


def trials(phase: Phase, number: int, seed: int, site: Site, keep: Path | None) -> Counter[str]:
    """So many trials of a phase; prints what differs."""
    counted: Counter[str] = Counter()
    with TemporaryDirectory(prefix=f"nianbao-kill-{phase.name}-") as name:
        start, whole = Path(name) / "start", Path(name) / "whole"
        start.mkdir()
        phase.prepare(start, site)
        shutil.copytree(start, whole)
        code, seconds = run(phase, whole, site, None)
        fault = verified(phase, whole, site)
        if code or fault:
            raise RuntimeError(f"{phase.name} fails without being killed: {(whole / 'output.txt').read_text()}{fault}")
        expected, files = dump_of(phase.result(whole)), left(whole)
        kills: list[float] = []
        for trial in range(number):
            chance = random.Random(f"{seed} {phase.name} {trial}")
            folder = Path(name) / "trial"
            shutil.copytree(start, folder)
            for _ in range(chance.choice((1, 1, 2))):
                after = chance.uniform(0, seconds)
                code, _ = run(phase, folder, site, after)
                if code == -signal.SIGKILL:
                    kills.append(after)
            whole_already = phase.makes_new and phase.result(folder).exists()
            code, _ = run(phase, folder, site, None)
            code = 0 if code == 2 and whole_already else code
            faults = [f"exit code {code}"] if code else []
            if not faults:
                if (found := dump_of(phase.result(folder))) != expected:
                    faults.append("\n  ".join(("another logical dump", *differing(expected, found))))
                if said := verified(phase, folder, site):
                    faults.append(f"verify: {said[:500]}")
                if more := left(folder) ^ files:
                    faults.append(f"files: {sorted(more)}")
            counted["faults"] += bool(faults)
            if faults:
                print(f"{phase.name} trial {trial}: {'; '.join(faults)}", flush=True)
                if keep:
                    shutil.copytree(folder, keep / f"{phase.name}-{trial}", dirs_exist_ok=True)
            shutil.rmtree(folder)
        counted["killed"] = len(kills)
        print(
            f"{phase.name:10} {number:4} trials, {len(kills):4} kills inside, of {seconds:.1f} s"
            f" (median at {median(kills) if kills else 0:.1f} s), {counted['faults']} faults",
            flush=True,
        )
    return counted


def main() -> int:
    """All phases, or those named."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--count", type=int, default=200)
    options.add_argument("--seed", type=int, default=1)
    options.add_argument("--phase", action="append", choices=[phase.name for phase in PHASES])
    options.add_argument("--old", type=Path, help="a folder with an archive.db of an older release, to be migrated")
    options.add_argument("--keep", type=Path, help="copy each folder that differs there")
    chosen = options.parse_args()
    phases = [phase for phase in PHASES if not chosen.phase or phase.name in chosen.phase]
    each = -(-chosen.count // len(phases))
    counted: Counter[str] = Counter()
    with SamplePortals(port=0) as samples:
        site = Site(samples, samples.portals_csv, chosen.old)
        for phase in phases:
            counted.update(trials(phase, each, chosen.seed, site, chosen.keep))
    print(f"{counted['killed']} kills, {counted['faults']} faults")
    return 1 if counted["faults"] else 0


if __name__ == "__main__":
    sys.exit(main())
