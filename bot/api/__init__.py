"""The inbound HTTP API: other programs log for members.

operations.py is the table of what there is; guard.py is what every request goes through; models.py is what is sent and
answered; openapi.py describes all of it. One file for each resource answers its requests with a call to coach.
"""
