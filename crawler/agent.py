"""Who asks: what every request says of us."""

from __future__ import annotations

import os
from importlib.metadata import PackageNotFoundError, metadata

from crawler.operator import operator


def contact() -> str:
    """Where a portal's operator can reach us: NIANBAO_CONTACT, else the operator's file; empty where neither says."""
    return os.environ.get("NIANBAO_CONTACT", "").strip() or operator().contact


def user_agent() -> str:
    """`nianbao/<version> (+<project>; <contact>)`; the project's address from the operator's file, else the package."""
    version, project = "0", "nianbao, an archive of government annual reports"
    try:
        package = metadata("nianbao")
        version = package["Version"]
        for line in package.get_all("Project-URL") or ():
            project = line.partition(",")[2].strip() or project
            break
    except PackageNotFoundError:
        pass
    reach = contact()
    return f"nianbao/{version} (+{operator().project or project}{'; ' + reach if reach else ''})"
