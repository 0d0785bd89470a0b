"""Reading this computer: what may be asked of it, one reader for each place, and what the answers say."""
