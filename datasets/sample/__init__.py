"""Thirty short papers about invented systems, with their claims."""
