"""The models: where text stands on a picture, and what one line of text says."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import cv2
import numpy as np
import numpy.typing as npt

from reading.recognition.constants import THREADS

USUAL, NARROW = (3, 48, 320), (3, 48, 96)
"""Channels, height and least width of the picture of a line, as the model takes it."""
Gray = npt.NDArray[np.uint8]
Box = tuple[int, int, int, int]
"""left, top, right, bottom in pixels; right and bottom are exclusive."""


@dataclass(frozen=True, slots=True)
class Line:
    """One line as the model reads it: its characters (no blanks), how sure it is of each, and the middle of each as a
    part of the picture's width."""

    text: str
    confidences: tuple[float, ...]
    middles: tuple[float, ...]


class BrokenEngine(Exception):
    """The libraries of the extra do not load."""


class Engine:
    """rapidocr with the models of its wheel, without its classifier of orientation."""

    def __init__(self, threads: int = THREADS) -> None:
        try:
            from rapidocr import RapidOCR

            self._models: Any = RapidOCR(
                params={
                    "EngineConfig.onnxruntime.intra_op_num_threads": threads,
                    "EngineConfig.onnxruntime.inter_op_num_threads": 1,
                    "Global.log_level": "critical",
                    "Global.max_side_len": 10_000,
                }
            )
        except Exception as error:  # whatever its libraries raise where they are of other versions, or half there
            raise BrokenEngine(f"the extra ocr does not load: {type(error).__name__}: {error}") from error
        self._reader: Any = None

    def find(self, picture: Gray) -> list[Box]:
        """The boxes of the lines of text on a picture."""
        found = self._models(cv2.cvtColor(picture, cv2.COLOR_GRAY2BGR), use_det=True, use_cls=False, use_rec=False)
        boxes = getattr(found, "boxes", None)
        if boxes is None:
            return []
        height, width = picture.shape
        return [
            (
                max(int(corners[:, 0].min()), 0),
                max(int(corners[:, 1].min()), 0),
                min(int(np.ceil(corners[:, 0].max())), width),
                min(int(np.ceil(corners[:, 1].max())), height),
            )
            for corners in np.asarray(boxes)
        ]

    def read(self, picture: Gray, *, narrow: bool = False) -> Line:
        """What a picture of one line of text says. `narrow`: without the white that the model usually gets beside a
        short text, which is another look at it and takes a third of the time."""
        if self._reader is not None:
            self._reader.rec_image_shape = NARROW if narrow else USUAL
        bgr = cv2.cvtColor(picture, cv2.COLOR_GRAY2BGR)
        found = self._models(bgr, use_det=False, use_cls=False, use_rec=True, return_word_box=True)
        self._reader = getattr(self._models, "text_rec", None)
        texts, words = getattr(found, "txts", None), getattr(found, "word_results", None)
        if not texts or not words or words[0] is None or not texts[0].strip():
            return Line("", (), ())
        text, info = texts[0], words[0]
        sure = [one for char, one in zip(text, info.confs, strict=True) if not char.isspace()]
        columns = [column for word in info.word_cols for column in word]
        printed = "".join(text.split())
        if len(columns) != len(printed) or not info.line_txt_len:
            middles = [(at + 0.5) / len(printed) for at in range(len(printed))]
        else:
            middles = [min((column + 0.5) / info.line_txt_len, 1.0) for column in columns]
        return Line(printed, tuple(map(float, sure)), tuple(map(float, middles)))
