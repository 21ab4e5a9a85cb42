"""How boxes become devices, seen from central: pairings, claims, technicians, and the life of an id.

What may not enter: a clock, a page, a socket. What is decided is decided by values and the time (`pairings`,
`tries`); what is kept is kept in one transaction each (`desk`, over `central.store`).
"""
