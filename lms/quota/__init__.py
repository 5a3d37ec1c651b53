"""Training quotas: demand, proposal, decision."""
