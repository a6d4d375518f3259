"""Comparing: claim against claim, is it a conflict, or why not?"""
