"""The measures and bounds of recognition, with their reasons. Lengths are parts of an em or points of 1/72 inch."""

THREADS = 1
"""Threads of one recognition. The runtime's own choice (all processors) is slower than one on shared machines: 9.4 s
a page against 5.7 s."""

MAX_PAGES = 40
"""Pages of one document: a report has 5 to 15; at 5 s a page 40 take 200 s."""
MAX_PIXELS = 12_000_000
"""Pixels of one page as it is worked on: A4 at 200 dpi has 3.9 million."""
MAX_SOURCE_PIXELS = 60_000_000
"""Pixels of a picture that is decoded at all; A4 at 600 dpi has 35 million."""
MIN_WIDTH = 200
MIN_HEIGHT = 60
"""A picture narrower or lower than this many pixels is an ornament: no table of the form fits in. Table four has five
lines, of 12 pixels at least where characters are legible."""
MIN_BYTES = 4_000
"""An embedded picture of fewer bytes is an icon."""

DPI = 200
"""Resolution at which pages are recognised: characters of 10.5 points are 29 pixels high, the model wants 48; at 150
more digits of a table are lost, at 300 nothing is gained."""
MIN_DPI = 150
"""Pictures with fewer pixels are enlarged to this, so that rules and characters are thicker than noise."""
DETECTION_DPI = 100
"""Resolution at which text is looked for: as many boxes as at 200 dpi in an eighth of the time."""
A4_INCHES = (8.27, 11.69)
"""A picture does not say how large the paper was: its width is taken for that of A4, its height decides which side."""
BAND = 3.0
"""A picture higher than so many times its width is a scroll; it is cut into pages at lines without ink."""

MAX_SKEW = 5.0
"""Degrees by which a scan may lie askew; more is no scan of a page."""
SKEW_STEP = 0.1

RULE = 18.0
"""Points: a straight stroke at least this long can be a ruled line. The strokes of body text are at most 16."""
RULE_GAP = 3.0
"""Points that noise may tear out of a ruled line."""
TABLE_WIDTH = 120.0
TABLE_HEIGHT = 20.0
"""Points: ruled lines that hang together and span less than this are a frame around a word or a drawing."""
INSET = 0.3
"""Points that a cell keeps from the middle of its rules; the pixels of the rules themselves are taken out."""

SPECK = 0.13
"""Ems: ink smaller than this in both directions is dirt or punctuation, alone in a cell never a character."""
ALONE = 0.3
"""Ems: ink that no box of text covers is looked at from this size on: a dash is 0.35 to 0.5 em wide, a stroke or a
digit 0.7 em high. What is smaller and stands alone is dirt."""
TALL = 0.5
"""Ems: ink at least this high can be a digit (digits are 0.66 to 0.75 em high)."""
APART = 1.0
"""Ems of white between two pieces of ink that make them two texts."""
UPRIGHT = 1.7
"""A box of text so many times as high as wide holds letters one below the other, as 三、本年度办理结果 stands."""
ON_SIDE = 2.0
"""Times as much text in upright boxes as in level ones from which a page lies on its side: of a scan of the form that
lies so, all is; of one that stands, 3 %."""
LEGIBLE = 0.75
FEW_WORDS = 8
"""Mean certainty of the words of a page (from so many characters on) below which it may lie on its head. Pages that
stand upright have 0.99, on their heads 0.5."""
WIDE = 0.85
"""Heights that a digit is wide at most; two that touch are 1.3 and more."""
PITCH = 0.95
"""Heights of a digit from the middle of one to that of the next, at most, where nothing is read between them. Digits
stand 0.7 to 0.8 apart, over a point or a comma 1.05 and more: a point that was not read makes a number a thousandfold.
"""
FIGURES_OF_A_FACE = 5
"""Figures of a page from which the width of its digits is known."""
WIDTH_SLACK = 0.35
"""Digits by which a figure's width may differ from that of so many: a point that was not read adds half a one."""
NARROW_ONE = 0.22
"""Digits by which the ink of a 1 at either end of a figure is narrower."""
NOISE = 25
"""Specks to the square inch from which a page is smoothed first; a clean scan has less than one."""
SPECK_PIXELS = 3
