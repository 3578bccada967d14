"""`python -m nianbao`: the same command, for a process that knows its interpreter but not its PATH."""

from __future__ import annotations

from nianbao.command import main

if __name__ == "__main__":
    main(prog_name="nianbao")
