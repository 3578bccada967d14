"""The CMS families by the name that a portal's row gives."""

from __future__ import annotations

from crawler.family import FamilySpider
from spiders.epoint import EpointSpider
from spiders.generic import GenericSpider
from spiders.gkmlpt import GkmlptSpider
from spiders.hanweb import HanwebSpider
from spiders.lonsun import LonsunSpider
from spiders.openness import OpennessSpider
from spiders.trs import TrsSpider
from spiders.truecms import TruecmsSpider
from spiders.ucap import UcapSpider
from spiders.visualsite import VisualsiteSpider
from spiders.xxgk_list import XxgkListSpider

FAMILIES: dict[str, type[FamilySpider]] = {
    spider.family: spider
    for spider in (
        EpointSpider,
        GenericSpider,
        GkmlptSpider,
        HanwebSpider,
        LonsunSpider,
        OpennessSpider,
        TrsSpider,
        TruecmsSpider,
        UcapSpider,
        VisualsiteSpider,
        XxgkListSpider,
    )
}
