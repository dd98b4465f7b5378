"""The reading desk: decisions on records, anchors, pairs, exchange, scores."""
