"""What readers' questions are asked of: the sample portals, walked four times. Meanwhile one report is edited, one is
taken away, one moved, and one taken away and posted again with other figures (as press told of a county bureau's)."""

from __future__ import annotations

from pathlib import Path

from commands import nianbao

from samples.server import SamplePortals

EDITED = "/art/2021/1/22/art_1229246031_3870113.html"
"""南岳镇 2020: 政府集中采购 34 becomes 43."""
TAKEN = "/zwgk/zfxxgk/zfxxgknb/201402/t20140225_80774.htm"
"""平潭综合实验区地方税务局 2013: gone for good."""
MOVED = "/zwgk/zfxxgk/zfxxgknb/202302/t20230220_80629.htm"
"""平潭综合实验区 2022: under another address."""
REPOSTED = "/mdjdnsrmzf/c102739/202101/c03_862407.shtml"
"""东宁镇 2020: gone with its attachment, then back with 27 for 72."""
ATTACHED = "/mdjdnsrmzf/c102739/202101/dnz2020.txt"
CHANGING = ("yueqing", "pingtan", "dongning")


def walk(archive: Path) -> None:
    """Make the archive, with its WARC files beside it."""
    with SamplePortals(port=0) as samples:
        about = {
            "NIANBAO_ALLOW_LOOPBACK": "1",
            "NIANBAO_SAMPLE_PORT": str(samples.port),
            "NIANBAO_WITHDRAWAL_GAP": "0",
        }
        words = ("crawl", "--portals", str(samples.portals_csv), "--archive", str(archive))
        nianbao(*words, "--all", **about)
        samples.edit_text("yueqing", EDITED, ">34<", ">43<")
        samples.remove("pingtan", TAKEN)
        samples.move("pingtan", MOVED, MOVED.replace("t20230220", "t20230221"))
        samples.remove("dongning", REPOSTED)
        samples.remove("dongning", ATTACHED)
        for _ in range(2):
            nianbao(*words, *CHANGING, **about)
        samples.restore("dongning", REPOSTED)
        samples.edit_text("dongning", REPOSTED, "72 条", "27 条")
        nianbao(*words, "dongning", **about)
