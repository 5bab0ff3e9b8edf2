# docker build -t carehomes . && docker run -p 127.0.0.1:8501:8501 -v carehomes:/var/lib/carehomes carehomes
# The image holds the app and no data: the store is the volume. docs/running.md says what else to set.
FROM python:3.11-slim-bookworm

# Pango lays out the briefing as PDF; without it everything else works.
RUN apt-get update && apt-get install -y --no-install-recommends libpangoft2-1.0-0 libharfbuzz-subset0 fonts-liberation && rm -rf /var/lib/apt/lists/*

COPY . /src
RUN /src/deploy/install.sh /opt/carehomes && rm -rf /src && useradd --system --home-dir /var/lib/carehomes --create-home carehomes

ENV CAREHOMES_STORE=/var/lib/carehomes \
    STREAMLIT_SERVER_FILE_WATCHER_TYPE=none \
    PYTHONUNBUFFERED=1 \
    STREAMLIT_SERVER_ADDRESS=0.0.0.0

USER carehomes
WORKDIR /opt/carehomes/app
VOLUME /var/lib/carehomes
EXPOSE 8501
HEALTHCHECK --interval=30s --timeout=5s --start-period=30s \
    CMD ["/opt/carehomes/venv/bin/python", "-c", "import urllib.request as u; u.urlopen('http://127.0.0.1:8501/_stcore/health', timeout=4)"]
CMD ["/opt/carehomes/venv/bin/python", "-m", "streamlit", "run", "asgi.py"]
