#!/usr/bin/env bash
# Installs the npm package outside of the checkout, so that no .npmrc or package.json of a pull request has a say in it.
source "$(dirname "${BASH_SOURCE[0]}")/tripline.sh"

refuse() {
  echo "::error title=tripline::$1"
  exit 2
}

case $TRIPLINE_VERSION in
  *[!0-9A-Za-z._/+-]* | [!0-9A-Za-z./]* | '')
    refuse 'the input version is not a version, a tag or the path of a packed file (.tgz)'
    ;;
  *.tgz)
    [ -f "$TRIPLINE_VERSION" ] || refuse 'the input version names a packed file that does not exist'
    package=$(cd "$(dirname "$TRIPLINE_VERSION")" && pwd)/$(basename "$TRIPLINE_VERSION")
    ;;
  */*) refuse 'the input version is a path, but not of a packed file (.tgz)' ;;
  *) package=tripline@$TRIPLINE_VERSION ;;
esac

(cd "$home" && npm install --prefix "$home" --no-save --ignore-scripts --no-audit --no-fund --loglevel=error -- "$package") >"$home/npm.log"

# Entries of a cache that a runner restores are believed only if this secret signed them. Runs for forks do not have it.
if [ -n "${TRIPLINE_CACHE_SECRET:-}" ]; then
  mkdir -p "$XDG_STATE_HOME/tripline"
  (umask 077 && node -e 'process.stdout.write(require("node:crypto").createHash("sha256").update(process.env.TRIPLINE_CACHE_SECRET).digest())' >"$XDG_STATE_HOME/tripline/cache-secret")
  output cache "$XDG_CACHE_HOME"
fi

output version "$(tripline --version)"
output reports "$reports"
