"""Other ways to write a simplified character that OpenCC's traditional → simplified table leaves as they are.

Pairs of a character as we keep it and a variant of the same word: old prints, 异体字 of 第一批异体字整理表 (1955), and
the forms that Japanese input writes. Characters that are words of their own (著, 洲, 芸, 沈) are not here.
"""

from __future__ import annotations

_PAIRS = """
户戸 青靑 乡鄕 乡郷 污汚 辞辤 辞辝 略畧 碗盌 碗椀 窗窻 窗窓 绵緜 胸胷 盖葢 蝶蜨 绩勣 愈瘉 仿倣 侄姪 村邨 果菓
棋碁 概槪 暖煖 堤隄 婿壻 睹覩 研硏 疏疎 炮砲 炮礮 黑黒 步歩 处処 关関 关闗 了瞭 妆粧 焰燄 耽躭 回囬 回囘 冒冐
最冣 广広 对対 单単 图図 团団 卖売 变変 实実 县県 龙竜 泽沢 滨浜 归帰 应応 惠恵 拜拝 扩拡 举挙 据拠 冰氷 济済
烧焼 牺犠 劳労 营営 检検 权権 欢歓 气気 发発 发髪 经経 继継 续続 总総 缘縁 听聴 脑脳 脏臓 药薬 转転 轻軽 边辺
递逓 迟遅 铁鉄 钱銭 斗闘 险険 隐隠 杂雑 灵霊 赖頼 显顕 验験 鸡鶏 齿歯 两両 并竝 亚亜 价価 传伝 厅庁 厅廰 圆円
坏壊 学斈 宝寳 岁歳 巢巣 带帯 恼悩 恶悪 战戦 戏戯 择択 摄摂 收収 樱桜 瓶甁 秋秌 秋穐 稻稲 穗穂 篡簒 纤繊 罚罸
翻飜 肃粛 船舩 萤蛍 觉覚 览覧 译訳 读読 赞賛 农辳 逃迯 邻隣 酿醸 释釈 隶隷 霸覇 韭韮 驿駅 驱駆 骚騒 齐斉 斋斎
"""

VARIANTS = {pair[1]: pair[0] for pair in _PAIRS.split()}
"""Variant → the character as we keep it."""
