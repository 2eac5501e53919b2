"""Pages about oneself, and the settings of the company."""
