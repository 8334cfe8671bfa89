"""Claims proposed by a language model behind any server that speaks the chat completions of OpenAI, held to what the document says."""
