"""What a model is told and shown: the messages of a brief, the material they quote, and how long texts are cut.

Article text is data. What is addressed to a machine is blanked before anything is sent or traced, and what is left
stands between fences that carry a hash of what they enclose. Nothing here calls a model or judges an answer.
"""
