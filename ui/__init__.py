"""The only code besides the pages that imports Streamlit: the frame, the filter bar, cards and tables."""
