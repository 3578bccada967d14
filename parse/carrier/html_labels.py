"""Names of the things that a Chinese government page says about itself, and the ways it prints them."""

from __future__ import annotations

import re

_INFO_WORDS = """发布时间 发布日期 发文时间 发稿时间 更新时间 更新日期 添加时间 录入时间 信息来源 文章来源
    稿件来源 来源 稿源 作者 发布人 发布者 供稿 责任编辑 编辑 审核 审核人 浏览次数 浏览量 访问次数 访问量
    点击次数 点击数 点击量 点击率 点击 阅读次数 阅读量 阅读数 阅读 浏览 人气 字体大小 字体 字号 字体显示
    文字大小 视力保护色 分享到 分享 打印"""
_STRONG_WORDS = """索引号 信息索引号 索引号码 索引 发布机构 公开机构 发布机关 公开机关 公开单位 发布单位
    信息提供单位 提供单位 发文机关 发文单位 制发机关 制作机关 公开责任部门 责任部门 责任单位 公开日期 公开时间
    发文日期 成文日期 成文时间 生成日期 生成时间 制发日期 印发日期 文号 发文字号 文件编号 文件字号 信息名称
    文件名称 主题分类 信息分类 体裁分类 服务对象分类 服务对象 组配分类 内容分类 公开方式 公开形式 公开范围
    公开时限 公开程序 公开属性 公开类别 公开目录 主题词 关键词 关键字 信息有效性 有效性 效力状态 是否有效
    内容概述 内容概要 文件下载 生效日期 废止日期 失效日期 有效期 时效 所属机构 信息类别 所属类别 所属栏目
    信息所属单位"""
_WEAK_WORDS = "名称 标题 分类 类别 时间 日期 单位 采集时间 主办单位 网站标识码 政府网站标识码 版权所有"

INFO_LABELS = frozenset(_INFO_WORDS.split())
"""Labels of the line under a title."""
STRONG_LABELS = frozenset(_STRONG_WORDS.split())
"""Labels of the block above a title (信息公开目录 format)."""
WEAK_LABELS = frozenset(_WEAK_WORDS.split())
"""Labels that also stand in running text: believed only outside of it."""
ALL_LABELS = INFO_LABELS | STRONG_LABELS | WEAK_LABELS

_BLANK = r"[\s\u00a0\u3000]*"


def _alternatives(labels: frozenset[str]) -> str:
    ordered = sorted(labels, key=lambda label: (-len(label), label))
    return "|".join(_BLANK.join(map(re.escape, label)) for label in ordered)


_BEFORE = r"(?:^|(?<=[\s\u00a0\u3000|｜\]】)）；;]))"
_OPEN = r"[\[【〔(（]?"
_PAIR = re.compile(rf"{_BEFORE}{_OPEN}{_BLANK}({_alternatives(ALL_LABELS)}){_BLANK}[\]】〕]?{_BLANK}[：:]")
DATED_LABELS = frozenset(label for label in ALL_LABELS if label.endswith(("日期", "时间")))
_BARE_PAIR = (
    rf"{_OPEN}{_BLANK}(索{_BLANK}引{_BLANK}号|信息索引号|文{_BLANK}号|发文字号|{_alternatives(DATED_LABELS)})"
    rf"{_BLANK}[\]】〕]?{_BLANK}([\dA-Za-z][\dA-Za-z\-/.:_ 年月日]{{3,39}}?){_BLANK}"
)
_BARE = re.compile(_BARE_PAIR)
_BARE_LINE = re.compile(f"(?:{_BARE_PAIR})+")
"""`<li><b>公开日期</b>2024-01-11</li>`: the label's own font is all that parts it from a number or date."""
_BLANKS = re.compile(r"[\s\u00a0\u3000]+")
_ENDS = " \t\n\u00a0\u3000|｜;；"


def label_of(text: str) -> str | None:
    """The label that this text is, with or without its colon, or None."""
    bare = _BLANKS.sub("", text).rstrip("：:").strip("[]【】")
    return bare if bare in ALL_LABELS else None


def pairs(line: str) -> list[tuple[str, str]]:
    """(label, value) of a line that is made of such pairs from its first character on; else nothing.

    `发布时间：2022年01月20日 来源：丰城市 字体：大 中 小` has three. Values keep their inner blanks.
    """
    line = line.strip()
    if not _PAIR.match(line):
        return _bare_pairs(line)
    found = list(_PAIR.finditer(line))
    ends = [match.start() for match in found[1:]] + [len(line)]
    return [
        (_BLANKS.sub("", match.group(1)), line[match.end() : end].strip(_ENDS))
        for match, end in zip(found, ends, strict=True)
    ]


def _bare_pairs(line: str) -> list[tuple[str, str]]:
    """(label, value) of a line in which labels without colons stand before numbers and dates."""
    if not _BARE_LINE.fullmatch(line):
        return []
    found = list(_BARE.finditer(line))
    ends = [match.start() for match in found[1:]] + [len(line)]
    return [
        (_BLANKS.sub("", match.group(1)), line[match.start(2) : end].strip(_ENDS))
        for match, end in zip(found, ends, strict=True)
    ]
