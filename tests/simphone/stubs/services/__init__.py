"""One file per service that ``dumpsys`` can print."""
