"""Every page, run by AppTest on the demonstration store, on an empty one and on small ones."""
