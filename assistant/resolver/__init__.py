"""Which of a conversation's earlier words a message needs: a small trained model."""
