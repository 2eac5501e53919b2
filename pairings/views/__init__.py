"""What a participant sees and answers: their place in a program, and a proposal."""
