"""The CMS families by the name that a portal's row gives."""

from __future__ import annotations

from crawler.family import FamilySpider
from spiders.generic import GenericSpider
from spiders.hanweb import HanwebSpider
from spiders.lonsun import LonsunSpider
from spiders.trs import TrsSpider
from spiders.ucap import UcapSpider

FAMILIES: dict[str, type[FamilySpider]] = {
    spider.family: spider for spider in (GenericSpider, HanwebSpider, LonsunSpider, TrsSpider, UcapSpider)
}
