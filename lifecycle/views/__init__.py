"""The partners' pages: breaks and ends, the last weeks, and what stays."""
