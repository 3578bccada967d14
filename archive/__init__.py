"""What is kept: WARC store, SQL schema, migrations, versions, changes, search index. The only code that writes SQL."""
