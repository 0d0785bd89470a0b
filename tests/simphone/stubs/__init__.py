"""The commands of the simulated phone; they run in processes of their own and import little."""
