"""What a report says: chapters, tables and sentences, in no file format."""
