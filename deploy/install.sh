#!/usr/bin/env bash
# Puts the app into a folder of its own: `deploy/install.sh /opt/carehomes`. Run again it brings the app there up to this version.
# What a container is built from (Dockerfile) and what a machine without one runs: the same steps.
set -euo pipefail
target="${1:?say where: deploy/install.sh /opt/carehomes}"
source="$(cd "$(dirname "$0")/.." && pwd)"

python3 -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Python 3.11 or newer is needed; this is $(python3 --version)." >&2; exit 1; }

mkdir -p "$target/app"
# What runs, and nothing of what only the builders need. What went from a version goes from the folder too; the store lies elsewhere.
for part in carehomes data/demo data/reference deploy pages queries ui; do
    rm -rf "${target:?}/app/$part.before" && mkdir -p "$(dirname "$target/app/$part")"
    [ ! -e "$target/app/$part" ] || mv "$target/app/$part" "$target/app/$part.before"
    cp -R "$source/$part" "$target/app/$part"
    rm -rf "$target/app/$part.before"
done
# Beside the settings lies secrets.toml, which is the installation's own and stays.
mkdir -p "$target/app/.streamlit"
cp "$source/.streamlit/config.toml" "$target/app/.streamlit/"
cp "$source"/{dashboard.py,asgi.py,requirements.txt,requirements-spark.txt,README.md,LICENSE} "$target/app/"

[ -x "$target/venv/bin/python" ] || python3 -m venv "$target/venv"
"$target/venv/bin/python" -m pip install --quiet --disable-pip-version-check --no-cache-dir -r "$target/app/requirements.txt"
"$target/venv/bin/python" -m compileall -q "$target/app/carehomes" "$target/app/ui" "$target/app/pages"
(cd "$target/app" && "$target/venv/bin/python" -m carehomes --help >/dev/null)
echo "Installed in $target. Start it with: cd $target/app && CAREHOMES_STORE=/var/lib/carehomes $target/venv/bin/python -m streamlit run asgi.py"
