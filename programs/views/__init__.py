"""A participant's way into a program, from the invitation or the list to a place."""
