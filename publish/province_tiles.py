"""A map of provinces as tiles: where each stands, and how it is drawn. Data, no geometry of borders."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from publish.database import Row

SIDE, GAP = 62, 6
TILES: dict[str, tuple[str, str, int, int]] = {
    "23": ("黑龙江", "Heilongjiang", 8, 0),
    "15": ("内蒙古", "Inner Mongolia", 5, 1),
    "22": ("吉林", "Jilin", 8, 1),
    "65": ("新疆", "Xinjiang", 0, 2),
    "62": ("甘肃", "Gansu", 3, 2),
    "64": ("宁夏", "Ningxia", 4, 2),
    "11": ("北京", "Beijing", 6, 2),
    "12": ("天津", "Tianjin", 7, 2),
    "21": ("辽宁", "Liaoning", 8, 2),
    "63": ("青海", "Qinghai", 2, 3),
    "61": ("陕西", "Shaanxi", 4, 3),
    "14": ("山西", "Shanxi", 5, 3),
    "13": ("河北", "Hebei", 6, 3),
    "37": ("山东", "Shandong", 7, 3),
    "54": ("西藏", "Tibet", 1, 4),
    "51": ("四川", "Sichuan", 3, 4),
    "50": ("重庆", "Chongqing", 4, 4),
    "41": ("河南", "Henan", 5, 4),
    "34": ("安徽", "Anhui", 6, 4),
    "32": ("江苏", "Jiangsu", 7, 4),
    "31": ("上海", "Shanghai", 8, 4),
    "53": ("云南", "Yunnan", 2, 5),
    "52": ("贵州", "Guizhou", 3, 5),
    "43": ("湖南", "Hunan", 4, 5),
    "42": ("湖北", "Hubei", 5, 5),
    "36": ("江西", "Jiangxi", 6, 5),
    "33": ("浙江", "Zhejiang", 7, 5),
    "45": ("广西", "Guangxi", 4, 6),
    "44": ("广东", "Guangdong", 5, 6),
    "35": ("福建", "Fujian", 6, 6),
    "46": ("海南", "Hainan", 4, 7),
}
"""Province (two digits of the division code) → names, column and row: the 31 in which the Regulations apply."""
WIDTH = max(tile[2] for tile in TILES.values()) * (SIDE + GAP) + SIDE
HEIGHT = max(tile[3] for tile in TILES.values()) * (SIDE + GAP) + SIDE


@dataclass(frozen=True, slots=True)
class Tile:
    """A province as it is drawn; `counted` None where no county of it was walked."""

    code: str
    name: tuple[str, str]
    x: int
    y: int
    mark: str
    counted: Row | None


def mark_of(counted: Row | None) -> str:
    """How a province is drawn: all seen, some, none on lists that were walked whole, or nothing looked at."""
    if counted is None or not counted["counties"]:
        return "unlooked"
    if not counted["found"]:
        return "unseen" if counted["unseen"] else "unlooked"
    return "seen" if counted["expected"] is not None and counted["found"] >= counted["expected"] else "part"


def tiles(provinces: Iterable[Row]) -> list[Tile]:
    """Every province with what was counted of it (rows with code, counties, found, unseen, expected; the last is
    None where that of a county is not known)."""
    counted = {row["code"]: row for row in provinces}
    return [
        Tile(
            code,
            (chinese, english),
            column * (SIDE + GAP),
            line * (SIDE + GAP),
            mark_of(counted.get(code)),
            counted.get(code),
        )
        for code, (chinese, english, column, line) in TILES.items()
    ]
