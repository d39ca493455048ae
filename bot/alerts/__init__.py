"""Goals at risk: the rep hears first, then the managers; what they answer, and how alerts come."""
