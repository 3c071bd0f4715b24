#!/usr/bin/env bash
# build.sh: the manifest built as it is, without a network, and made a bundle
#
# SPDX-License-Identifier: GPL-3.0-or-later
#
#   build.sh FOLDER MIRROR MANIFEST RUNTIMES BRANCH
#
# The runtimes come from the OSTree repository RUNTIMES. What the manifest names by address comes
# from Debian's sources on MIRROR, taken only where it has the sha256 that the manifest wants. The bundle is
# FOLDER/ID.flatpak.
set -euo pipefail

folder=$1 mirror=$2 manifest=$(realpath "$3") runtimes=$(realpath "$4") branch=$5
# Debian's source package of each archive that a manifest names, and the suite that has it
sources=(mosquitto/trixie)
mkdir -p "$folder"
folder=$(realpath "$folder")
id=$(basename "$manifest" .json)

fail() {
    printf 'build: %s\n' "$*" >&2
    exit 1
}

download_source() {
    local package=${1%%/*} suite=${1##*/} apt=$folder/apt
    mkdir -p "$apt/lists/partial" "$folder/sources"
    echo "deb-src [signed-by=/usr/share/keyrings/debian-archive-keyring.gpg] $mirror $suite main" \
        >"$apt/sources.list"
    local options=(-q=2 -o Dir::Etc::sourcelist="$apt/sources.list" -o Dir::Etc::sourceparts=/dev/null
                   -o Dir::State::lists="$apt/lists" -o Dir::Cache="$apt" -o APT::Sandbox::User=root
                   -o Acquire::Languages=none)
    apt-get "${options[@]}" update
    (cd "$folder/sources" && apt-get "${options[@]}" source --download-only --tar-only "$package" >/dev/null)
}

# flatpak-builder looks for an archive in FOLDER/downloads/SHA256/NAME before it asks the network.
place_sources() {
    local sha256 address found
    jq -r '.. | objects | select(.type? == "archive") | "\(.sha256) \(.url)"' "$manifest" |
        while read -r sha256 address; do
            found=$(sha256sum "$folder"/sources/*.orig.tar.* |
                awk -v wanted="$sha256" '$1 == wanted { print $2; exit }')
            [ -n "$found" ] || fail "Debian has no $address of sha256 $sha256"
            mkdir -p "$folder/extra/downloads/$sha256"
            cp "$found" "$folder/extra/downloads/$sha256/$(basename "$address")"
            echo "$(basename "$address"): as Debian has it, sha256 $sha256"
        done
}

# What is not known is only told, and ignored.
check_manifest() {
    local said
    said=$(cd "$folder" && flatpak-builder --show-manifest "$manifest" 2>&1 >/dev/null) || true
    [ -z "$said" ] || fail "$said"
}

# With the branch of the runtime that there is; it lies elsewhere, so its folder gets a whole path.
prepare_manifest() {
    used=$folder/$id.json
    jq --arg branch "$branch" --arg tree "$(realpath "$(dirname "$manifest")/..")" \
        '."runtime-version" = $branch | (.. | objects | select(.type? == "dir") | .path) = $tree' \
        "$manifest" >"$used"
}

build() {
    local log=$folder/build.log
    export FLATPAK_USER_DIR=$folder/flatpak
    flatpak --user remote-add --no-gpg-verify --if-not-exists stand-in "$runtimes"
    flatpak --user install --assumeyes --noninteractive --or-update stand-in \
        "org.gnome.Platform//$branch" "org.gnome.Sdk//$branch" >/dev/null
    flatpak --user update --assumeyes --noninteractive >/dev/null
    flatpak-builder --user --force-clean --disable-rofiles-fuse --disable-updates \
        --state-dir="$folder/state" --extra-sources="$folder/extra" \
        --repo="$folder/repo" --default-branch=stable "$folder/app" "$used" >"$log" 2>&1 ||
        { tail -n 40 "$log" >&2 && fail "flatpak-builder failed; all it said is in $log"; }
    # Whoever lacks the runtime gets it from Flathub.
    flatpak build-bundle --runtime-repo=https://dl.flathub.org/repo/flathub.flatpakrepo \
        "$folder/repo" "$folder/$id.flatpak" "$id" stable
}

check_manifest
for source in "${sources[@]}"; do
    download_source "$source"
done
place_sources
prepare_manifest
build
echo "Built $(du -h "$folder/$id.flatpak" | cut -f1) $folder/$id.flatpak"
