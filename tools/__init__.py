"""What the Makefile calls: setting up, running, checking. Nothing here is part of the product."""
