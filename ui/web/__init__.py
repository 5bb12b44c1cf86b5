"""The web pages (Streamlit). They parse and draw; everything else is asked of the service."""
