"""What HR is asked on the pages of the dashboard."""
