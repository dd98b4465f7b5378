"""The library as people meet it: nouns that show themselves and delegate to the packages below."""
