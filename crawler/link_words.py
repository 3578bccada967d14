"""What the words and addresses of links mean, as data. Every entry was seen on a portal or in a portal's address.

Texts are matched after blanks are removed. What stands here finds pages; whether a page is a report is the reader's
verdict, never decided here.
"""

from __future__ import annotations

import re

COLUMN = re.compile(
    r"(?:信息|政务|政府|工作)?公开(?:工作)?(?:情况)?(?:的)?(?:年度)?(?:工作)?(?:年度)?(?:年报|报告)(?:专栏|栏目|汇总|列表)?|"
    r"信息公开年度|^(?:年报|年度报告)公开$|^(?:历年|历史|往年|往期|以往|本级|部门|乡镇|街道|镇街|县直|区直|市直|单位)*(?:年报|年度报告)(?:专栏|汇总)?$"
)
"""The name of an annual-report column, where no year stands in it."""

REPORT = re.compile(
    r"公开(?:工作)?(?:情况)?(?:的)?(?:\d{4}年)?(?:年度)?(?:工作)?(?:年度)?(?:的)?(?:年报|报告)|"
    r"公开.{0,8}年度报?告?$|"
    r"(?:19|20)\d\d(?:年|年度).{0,30}信息公开|"
    r"公开.{0,10}(?:19|20)\d\d年度?(?:工作)?(?:年报|报告)"
)
"""The title of a report."""

ANNUAL = re.compile(r"年报|年度(?:工作)?报告|公开(?:工作)?报告")
"""What articles about annual reports are called by."""

ANNUAL_OR_YEAR = re.compile(r"(?:19|20)\d\d|(?<!\d)[012]\d年|年报|年度报告|报告")
"""Words of a link that may lead to a report."""

LOOKALIKE = re.compile(
    r"指南|制度|规定|办法|条例|通知|通报|解读|图解|一图读懂|图说|细则|流程|考核|评估|方案|要点|申请表|网站.{0,6}年度|"
    r"网站工作|报表|法治政府|依法行政|预算|决算|培训|会议|监督保障|意见箱|保密审查|答记者问|新闻发布"
)
"""Words of titles near reports that are none: guides, rules, notices, explanations, website forms, other reports."""

YEAR = re.compile(
    r"^[\[【(（]?(?:19|20)\d\d(?:年|年度)?(?:度)?(?:[-—－~～至到]{1,2}(?:19|20)\d\d(?:年|年度)?)?(?:及?(?:其|之)?(?:以|之)?前)?(?:的)?(?:政府)?(?:信息公开)?(?:工作)?(?:年报|年度报告|报告)?(?:汇编|汇总|列表)?[\])）】]?$|"
    r"^[\[【(（]?(?:0[89]|[12]\d)年(?:度)?(?:政府)?(?:信息公开)?(?:工作)?(?:年报|年度报告|报告)?[\])）】]?$|"
    r"^二[〇○零][〇○零一二三四五六七八九]{2}年(?:度)?(?:政府)?(?:信息公开)?(?:工作)?(?:年报|年度报告|报告)?$"
)
"""A sub-column of one year."""

UNIT_CLASS = re.compile(
    r"^(?:各|市|县|区|本|市直|县直|区直|州直|政府|县级|市级|区级)*"
    r"(?:乡镇|镇街|镇乡|街道|乡镇街道|乡镇场|部门|单位|工作部门|组成部门|直属机构|直属单位|机关|垂直管理部门|开发区|园区|"
    r"乡镇[(（](?:街道|办|场)[)）]|县市区|县\(市、区\)|县（市、区）|事业单位|企事业单位|公共企事业单位|本级政府|本级|政府办公室|镇\(街道\)|镇（街道）|乡\(镇\)|乡（镇）)+"
    r"(?:政府|人民政府|办事处)?(?:信息公开|政务公开)?(?:年报|年度报告|目录|平台|专栏|专区)?$"
)
"""A sub-column or directory of one class of public bodies."""

UNIT = re.compile(
    r"^[\u4e00-\u9fff·（）()、]{1,22}"
    r"(?:镇|乡|苏木|街道|街道办|街道办事处|办事处|政府|政府办|政府办公室|办公室|局|委|委员会|"
    r"管委会|管理委员会|工业园区|开发区|高新区|林场|农场|监狱|办|中心|管理处|联合会|贸促会|工商联|残联|总社|供销社|支队|大队|总队|公司|医院|学院)$"
)
"""A public body's name and nothing else."""

OWN_GOVERNMENT = re.compile(r"(?:县|市|区|旗|州|盟|省)(?:人民)?政府$")
"""Whose portal it is, or one above."""

SURELY_UNIT = re.compile(r"(?:镇|乡|苏木|街道|街道办|办事处|局|委|委员会|人民政府|管委会|管理委员会)$")
"""Endings that no menu entry has."""

NOT_A_UNIT = re.compile(
    r"服务|信息|公开|办事|互动|投诉|举报|监督|咨询|专题|专栏|更多|便民|新闻|媒体|网站|留言|走进|魅力|旅游$|数据中心"
)
"""Words of menus that end like a public body's name (政务服务中心 of a menu, 新闻中心)."""

ANY_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")
"""A year in a title."""

OLDER = re.compile(
    r"^[>»›]*(?:查看|点击|进入)?(?:历史|往年|往期|历年|以往|早期|旧版|老版|旧网|老网)(?:政府)?(?:信息)?(?:公开)?(?:数据|信息|年报|年度报告|资料|内容|版本|网站|页面|文件|归档|档案|回顾|查询|站)?[>»›]*$"
)
"""What older years stand behind."""

OLD_SITE = re.compile(
    r"旧版|老版|旧站|老站|旧网|老网|改版前|归档|存档|^原.{0,10}(?:网|站|版)|(?:往年|历年|历史|以往|早期).{0,6}(?:年报|信息|数据|资料|内容|归档|回顾)"
)
"""What a link to an older site of the portal says."""

INITIAL = re.compile(r"^[A-Z](?:[-—－~～][A-Z])?$")
"""A part of an index of public bodies by the first letter of their names in pinyin."""

WAY = re.compile(
    r"^.{0,14}(?:信息公开|政务公开|政府公开|公开目录|公开平台|公开专栏|公开网)(?:工作)?(?:目录|专栏|平台|网|专区|栏目|专网|大厅|首页|统一平台)?$|"
    r"^(?:公开|政务|政务之窗|走进政府|政府信息|>>信息公开)$"
)
"""A page on the way from the homepage to the column."""

NOT_A_WAY = re.compile(
    r"指南|制度|规定|条例|申请|意见|举报|查询|检索|双公示|财政|预决算|试点|标准化|公开日|监督|解读|办法|法定主动"
)
"""What looks like a way but ends elsewhere."""

DIRECTORY = re.compile(r"乡镇|镇街|街道|部门|单位|县直|区直|市直|机构|公开目录|公开平台|各镇|各乡")
"""A page of this name may list public bodies, each with a column of its own."""

NEXT = re.compile(
    r"^(?:[\[【(（]?(?:下一?页|后一?页|下一頁|下頁|[Nn]ext(?:\s*[Pp]age)?|NEXT)[\])）】]?(?:[>›»＞→]*|[(（]\d{1,4}(?:/\d{1,4})?[)）])|[下后]一?\d{1,3}[条篇个]|>|>>|›|»|＞|＞＞)$"
)
"""The text of the link to the next page of a list."""

PREVIOUS = re.compile(
    r"^[\[【(（]?(?:[上前]一?页|首页|第一页|尾页|末页|最后一?页|最末页|[Pp]rev(?:ious)?|<{1,2}|‹|«)[\])）】]?$"
)
"""The texts of links to a list's pages that are no next ones."""

BACK = re.compile(r"^[\[【(（<«‹]*[上前]一?页")
"""The text of the link to the page before."""

LATER_PAGE = re.compile(
    r"(?:page[_-]?|[?&](?:page|p|pn|page_?no|page_?index|cur_?page)=)(?:[2-9]|[1-9]\d)\b", re.IGNORECASE
)
"""The address of a page of a list that is not its first one."""

COLUMN_PATH = re.compile(
    r"(?:zf)?xxgk(?:gz)?(?:nb|ndbg|nd(?:gz)?bg)|gk(?:gz)?nb|ndbg|zfxxgkbg|xxgkbg|annual-?report|xxgknianbao|niandubaogao|"
    r"[?&]type=3\b|_zfxxgknb",
    re.IGNORECASE,
)
"""Abbreviations in addresses: zfxxgknb = 政府信息公开年报, ndbg = 年度报告."""

DOCUMENT_URL = re.compile(
    r"/t\d{8}_\d+(?:_\d+)?\.s?html?$|/t\d{5,}\.s?html?$|/art_\d+_\d+(?:\.s?html?)?$|/art_[0-9a-f]{32}\.s?html?$|"
    r"/[0-9a-f]{32}\.s?html?(?:\?|$)|/c\d\d_\d+\.s?html?$|/content_\d+(?:\.s?html?)?$|/post_\d+\.s?html?|"
    r"/info/\d+/\d+\.htm|/public/content/\d+|/public/\d+/\d+\.html|/show/\d+(?:/\d{4})?\.html|/year/show/|"
    r"action=detail|xxgkAnnualReport\.jsp\?|-show-\d+\.html|item-view-id-\d+|"
    r"[?&](?:id|newsid|wbnewsid|code|infoid|articleid)=[\w-]+|/\d{4}[-/]\d{1,2}[-/]\d{1,2}/|/\d{4}/\d{4}/\d+\.s?html?$|"
    r"/article_\d+|/c_\d+\.html?$|/\d{6}/\d{2}/[0-9a-f-]{36}\.html|/Detail/\d+|/\d{5,}\.s?html?$",
    re.IGNORECASE,
)
"""Addresses of single documents."""

LIST_URL = re.compile(
    r"/$|/index(?:_\d+)?\.(?:s?html?|jsp|aspx?|php)$|list[^/]*\.(?:s?html?|jsp|aspx?|php)(?:\?|$)|/col/col\d+|"
    r"/public/column/\d+|-list-|/showList/|^[^?]*/[a-z_]+\.htm$|/col\d+/$|zfxxgk_|xxgk_",
    re.IGNORECASE,
)
"""Addresses of lists."""

ATTACHMENT_URL = re.compile(r"\.(?:pdf|docx?|wps|rtf|xlsx?|et|zip|rar|7z|txt|md|ofd|odt)(?:[?#]|$)", re.IGNORECASE)
"""Files."""

ATTACHMENT_SCRIPT = re.compile(
    r"/(?:down|download|downfile|downloadfile|attach\w*)\.(?:jsp|do|action|aspx?|php)\?", re.IGNORECASE
)
"""Programs that hand out files."""

PICTURE_URL = re.compile(r"\.(?:svg|ico)(?:[?#]|$)|^(?:data|file|about|blob|javascript):", re.IGNORECASE)
"""Addresses of pictures that cannot be a page of a report."""

ORNAMENT = re.compile(
    r"icon|logo|(?:^|[/_-])(?:ico|btn|bg|qr|ewm|wx|wb|dot|line|arrow|share|print|close|banner|blank|spacer|loading|wza)(?![a-z])|"
    r"button|qrcode|erweima|weixin|wechat|weibo|jiucuo|dzjg|gongan|beian|guohui|file_?type|conac",
    re.IGNORECASE,
)
"""Words in the addresses of pictures that a page shows around its article, or before its files."""

FORM_LABELS = {
    "proactive_disclosure": re.compile(
        r"第二十条第[（(][一五六八九][）)]项|制发件数|废止件数|现行有效件数|处理决定数量|本年收费金额|新制作数量|新公开数量|对外公开总数量|上一年项目数量"
    ),
    "disclosure_requests": re.compile(
        r"本年新收政府信息公开申请|上年结转政府信息公开申请|予以公开|部分公开|无法提供|不予处理|结转下年度继续办理"
    ),
    "review_and_litigation": re.compile(r"结果维持|结果纠正|其他结果|尚未审结|未经复议直接起诉|复议后起诉"),
}
"""Labels of the national form's three tables, without blanks, by the table's key."""

FORM_SECTIONS = re.compile(
    r"主动公开政府信息情况|收到和处理政府信息公开申请|政府信息公开行政复议|存在的主要问题|其他需要报告的事项"
)
"""Headings of the national form."""

NOT_FOLLOWED = re.compile(
    r"\.(?:jpe?g|png|gif|bmp|svg|ico|css|js|mp[34]|avi|wmv|flv|swf|exe|apk|xml|rss|json)(?:[?#]|$)|^(?:mailto|tel|javascript|data|file|ftp|about):|\{\{|\$\{",
    re.IGNORECASE,
)
"""Addresses that hold no report, and those of templates, which are none (`/a/{{d.id}}.html`)."""

ROUTE = re.compile(r"#!?/")
"""In an address: what stands behind it is no page, but something that a script opens."""

NO_SCRIPT = re.compile(r"^(?:data|blob|file|javascript|about):", re.IGNORECASE)
"""Addresses of scripts that cannot be asked for."""

LIBRARY = re.compile(
    r"jquery|bootstrap|swiper|layui|layer|vue|react|angular|echarts|zepto|require|lodash|polyfill|babel|axios|easyui|ueditor|"
    r"ckplayer|video|flash|share|wechat|weixin|weibo|tongji|analytics|baidu|cnzz|count|visit|statis|conac|jiucuo|gongan|wza|"
    r"slide|superslide|scroll|marquee|html5|respond|pinyin|tts|voice|font|skin|print|cookie|md5|base64|crypto|\.min\.js",
    re.IGNORECASE,
)
"""Words in the names of scripts that draw nothing of a site's own columns."""

SITE_MAP = re.compile(r"^(?:网站|站点|本站)?(?:地图|导航)$")
"""The text of the link to the map of a site."""

SEARCH = re.compile(r"search|query|sousuo|jiansuo|keyword|retriev|[?&/_]so(?:[/.?_]|$)|\bq\b|\bkw\b", re.IGNORECASE)
"""Names and addresses of a site's search."""

SEARCHED_FOR = "政府信息公开工作年度报告"
"""What a site's search is asked for where nothing leads to a column."""

SESSION = re.compile(
    r";jsessionid=[^?#]*|/\((?:[A-Z]\([0-9A-Za-z]{8,}\))+\)(?=/)|(?<=[?&])(?:(?:jsessionid|phpsessid|sessionid|_t|timestamp|rnd)=[^&#]*|sid=[0-9A-Za-z]{8,}(?=[&#]|$))&?",
    re.IGNORECASE,
)
"""Parts of addresses that differ at each visit. A short `sid` is the number of a site or of a column."""

CHROME = re.compile(
    r"(?:^|\s)(?:(?:site|page|web|main|g|new)?[-_]?(?:header|footer|foot|head|top|topbar|copyright|banner|bottom|navbar|mainnav)\d?|"
    r"nav|navigation|main-?menu|friend\w*|yqlj|dbdh|share)(?:[-_]?(?:box|wrap|bar|con|content|bg|inner|list|nav))?(?:$|\s)",
    re.IGNORECASE,
)
"""Class and id of the parts that stand around every page of a site."""

PAGER = re.compile(r"pagination|pager|page-?(?:nav|numbers|list|bar)|paging", re.IGNORECASE)
"""Class and id of what turns the pages of a list."""

CRUMB = re.compile(
    r"crumb|position|location|weizhi|wz_?nav|dqwz|curpos|\bpos\b|BreadcrumbNav|sx-more1|CurrChnl", re.IGNORECASE
)
"""Class and id of a breadcrumb."""

CRUMB_WORDS = re.compile(r"(?:您?(?:现在|当前)?(?:的|所在)?(?:位置|在的位置)(?:是)?)\s*[:：]?")
"""The words before a breadcrumb."""

DATE = re.compile(r"(?<!\d)((?:19|20)\d\d)\s*[-./年]\s*(\d{1,2})\s*[-./月]\s*(\d{1,2})(?!\d)")
"""A date beside a link."""

LITERAL_ADDRESS = re.compile(
    r"\s*(?:https?:)?(?://[^\s\"'<>+]+|[\w.-]*/[^\s\"'<>+]*|[^\s\"'<>+/:{}()]+\.(?:s?html?|jspx?|aspx?|php|do|action|cgi)(?:\?[^\s\"'<>]*)?)\s*",
    re.IGNORECASE,
)
"""A literal of a script that is an address."""

MORE = re.compile(
    r"^[\[【(（<《+]*(?:查看|点击|浏览|显示)?(?:更多|全部|所有|more)(?:信息|内容|年报|年度报告)?[\])）】>》»›+.…]*$",
    re.IGNORECASE,
)
"""The text of a link to the whole of a short list: what it is of stands in the heading above."""

VAGUE = re.compile(
    r"^[\[【(（]?(?:点击|请点击|点此|在线)?(?:查看|下载|浏览|阅读|打开|预览)(?:详情|全文|附件|文件|内容|报告|正文|原文|年报|此处)?[\])）】>]*$|"
    r"^[\[【(（]?(?:详情|详细|详细信息|全文|请?点击(?:此处|这里)|此处|这里|链接)[\])）】>]*$|^[\[【(（]?(?:PDF|WORD|DOCX?|HTML|网页)(?:版|下载|格式|文件)*[\])）】]?$",
    re.IGNORECASE,
)
"""A link that does not say what it leads to: that stands beside it."""

HANDED_OUT = re.compile(
    r"^[\[【(（]?(?:请?点击|点此|立即|直接|本地)?(?:下载|打开|查看)(?:文件|附件|此处|地址|原文)?\d?[\])）】]?$|^[\[【(（]?(?:下载地址|点击此处)\d?[\])）】]?$"
)
"""The link to the file on a page that hands it out."""

NEXT_CLASS = re.compile(r"(?:^|[\s_-])(?:page|pg|pager|btn)?[-_]?next(?:[-_]?(?:page|btn|pg))?(?:$|\s)", re.IGNORECASE)
"""The class or id of an anchor without words that leads to the next page."""

DRAWN = re.compile(r"(?:^|[/_-])(?:(?P<more>more|gengduo)|next(?:page)?)[_-]?\d{0,2}\.(?:gif|png|jpe?g|svg)$")
"""The picture of a link without words, lower case: more.gif, next.gif."""

DRAWN_YEAR = re.compile(r"(?:^|/)[a-z_-]{0,12}((?:19|20)\d\d)(?:nian|nb|nd)?[a-z_-]{0,8}\.(?:gif|png|jpe?g|svg)$")
"""The picture of a year's link without words, lower case: y2021.jpg."""

LAST = re.compile(r"^[\[【]?(?:尾页|末页|最后一?页|最末页|[Ll]ast(?:[Pp]age)?)[\]】]?[>›»＞|]*$")
"""The text of the link to the last page of a list."""

FILE_NAME = re.compile(r"\.(?:pdf|docx?|wps|rtf|xlsx?|et|zip|rar|7z|ofd|odt)$|^附件\d*[:：]", re.IGNORECASE)
"""The text of a link to a file, whatever its address."""
