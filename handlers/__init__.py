"""What people type and click, and what they see."""
