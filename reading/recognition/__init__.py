"""Recognition of characters (OCR) in pages that are pictures: what is drawn on a page, for `parse.carrier.recognised`.

Runs in a process of its own (`python -m reading.recognition SOURCE MADE`), under `reading.converters.ocr`. Needs the
extra `ocr` (rapidocr with its models, onnxruntime, opencv, numpy); everything happens on this machine.
"""
