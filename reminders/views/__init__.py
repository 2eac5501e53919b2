"""Pages that links in mails lead to: an answer, a stop. They work without signing in."""
