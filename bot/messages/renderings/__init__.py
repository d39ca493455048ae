"""Deliveries to messages, a module for each subject; bot/messages/renderers.py lists them by kind."""
