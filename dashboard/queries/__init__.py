"""Reads for HR's pages."""
