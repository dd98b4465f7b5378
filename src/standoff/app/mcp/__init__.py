"""The door for an assistant: tools over the Model Context Protocol, on standard input and output.

    tool.py     what a tool is, and whether what was sent fits it
    tools.py    the table: a row a tool, what it is for, what it takes, its function
    work.py     the folder it was started with: its cases, its desk, the texts that are handed over
    answer.py   the questions that are answered: the records that `--json` prints
    texts.py    texts by sentence number, as marked data
    propose.py  proposals, which a person decides
    server.py   the protocol; the only module that needs the extra [mcp]

An assistant names cases and texts by the names that it was told, never by a path. Nothing here accepts a
proposal, writes a case, or remembers anything; the one thing written is a proposal, in the desk.
"""
