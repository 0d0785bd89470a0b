"""Read downloaded copies of accounts: bytes into values, nothing asked of any service, nothing written anywhere.

A file is known by its header or keys, never by its name or folder: those are translated. Sources of the forms: public
parsers and their samples, with the date in each file; what no source shows is marked by a doubt, which the person sees.
"""
