"""Wirecheck in Slack."""
