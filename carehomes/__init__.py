"""Care home support: weekly progress. The core: it knows neither pages nor Streamlit."""

#: The release, as pyproject.toml says it too.
RELEASE = "0.1.0"
