"""One entity's document: its published form, signed, and judged with a consumer's eyes."""
