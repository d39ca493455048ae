"""What the webhooks of CRMs say, as events of one form: pure functions, one module for each vendor.

The formats are as their makers document them; docs/api.md says what to switch on there.
"""
