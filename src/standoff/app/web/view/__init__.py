"""What the pages are given: plain values, everything already decided and said in words.

All offsets count code points of the frozen text. Files are named below the case (`readings/herald.yaml`).
An empty string, an empty tuple and None mean that there is none of it.
"""
