"""The name of this reader, kept with all it read. The number rises whenever a reading may come out differently."""

PARSER = "nianbao-parse 4"
