"""What the bot knows and decides; it imports neither Slack nor SQL."""
