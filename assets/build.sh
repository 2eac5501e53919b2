#!/usr/bin/env bash
# Compile the theme and copy fonts and icons from their packages. `make css` runs this; it needs Node.
# What it writes is committed, so that running and testing the product need no Node.
set -euo pipefail
cd "$(dirname "$0")"
python=${PYTHON:-python3}

npm install --no-package-lock --no-audit --no-fund --silent
packages=node_modules

out=$(mktemp)
trap 'rm -f "$out"' EXIT
"$packages/.bin/sass" --load-path="$packages" --style=compressed --no-source-map --no-charset \
  --quiet-deps --silence-deprecation=import,global-builtin,color-functions,if-function \
  scss/viceversa.scss "$out"
mkdir -p ../static/css ../static/fonts ../templates/core/icons
"$python" ../tools/check_css.py --stamp "$out"

for face in figtree bricolage-grotesque; do
  from="$packages/@fontsource-variable/$face"
  for range in latin latin-ext; do
    cp "$from/files/$face-$range-wght-normal.woff2" "../static/fonts/$face-$range.woff2"
  done
  cp "$from/LICENSE" "../static/fonts/$face-OFL.txt"
done

# Icons are templates: `{% icon %}` renders them, with the attributes that our pages need.
icons=../templates/core/icons
rm -f "$icons"/*.svg
while read -r name; do
  [ -z "$name" ] || sed -e '1s/<svg[^>]*>/<svg class="icon" viewBox="0 0 16 16" aria-hidden="true">/' \
    "$packages/bootstrap-icons/icons/$name.svg" > "$icons/$name.svg"
done < icons.txt
cp "$packages/bootstrap-icons/LICENSE" "$icons/LICENSE"
chmod 644 ../static/fonts/* "$icons"/*
