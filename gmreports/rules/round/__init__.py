"""Rules across offices and quarters."""
