"""TRS WCM and static trees like it: the largest family (39 of 132 hosts with a stored report page).

* Columns are folders, `/zwgk/zfxxgknb/`; articles `<column>/<yyyymm>/t<yyyymmdd>_<id>.html|.htm|.shtml`, Guangxi and
  景德镇 `t<id>.shtml` [P]. Links on list pages are relative, `./202303/t….html` [C].
* Pages: `createPageHTML(total, current, "index", "html")` in a script, page 2 is `index_1.html` [C]; some count from 1
  [C], 延安 has `/1.html`, `/2.html` [C]: `crawler.paging` reads the call and tells the two ways of counting apart.
* The same call pages an article: `createPageHTML(3, 0, "t20170803_1095855", "html")` [C]. Its pages are fetched one by
  one.
* Columns divide into years (`2020n/`), into classes (乡镇（街道）) and towns (`jd_69239/cyjd/`), or towns have
  trees of their own (`/jz/<town>/zwgk/zfxxgknb/`); both were seen in one city [P].
* Folder names of years lie (a report of 2016 in `/2018/` [P]); nothing is taken from them.
* A list may be script-only beyond its static part (平潭: 10 of 20 [P, reduced copy]); its interface is not known [–].

All of this the generic walk does; the family is named so that a portal's row can say what is known.
"""

from __future__ import annotations

from crawler.family import FamilySpider


class TrsSpider(FamilySpider):
    """Nothing beyond the shared walk so far."""

    family = "trs"
