"""What the shop's own systems logged: chats, ratings and refunds, read into tables that keep every row."""
