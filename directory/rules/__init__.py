"""What a file of people says, row by row, and how that differs from what is stored."""
