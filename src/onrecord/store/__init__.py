"""The store: pages with their record, kept in one SQLite file.  Rows in, records out; it fetches and reads nothing."""
