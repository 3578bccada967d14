"""A portal of whatever product: found by words, breadcrumbs and structure alone.

How it walks (all of it in `crawler.family`, which every family shares):

* from the homepage over pages named 政府信息公开, 政务公开, …公开目录, 乡镇/部门/街道 to columns named …年报 /
  …年度报告; where a page lists public bodies, to each body's own pages, because towns have columns of their own (丰城
  [P]);
* in a column to years, classes of bodies and bodies below it (牡丹江: one sub-column for each year × class [P]), to the
  next page whatever drives the pager (`crawler.paging`), and to every document of the column, look-alikes too: whether
  it is a report is the reader's verdict, because titles lie ("瑞安市人民政府" is a whole title [P]);
* outside a column only to what is titled like a report (reports were seen under 通知公告 [P]);
* in an article to its files, its further pages and reports that it links to.

What is [P] was seen on stored pages, [C] in code of others, [I] is inferred; nobody has walked a live portal with this.
"""

from __future__ import annotations

from crawler.family import FamilySpider


class GenericSpider(FamilySpider):
    """Nothing beyond the shared walk."""

    family = "generic"
