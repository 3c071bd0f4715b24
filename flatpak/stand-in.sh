#!/usr/bin/env bash
# stand-in.sh: a runtime to try the manifest with, where Flathub is out of reach
#
# SPDX-License-Identifier: GPL-3.0-or-later
#
#   stand-in.sh FOLDER MIRROR SUITE BRANCH PACKAGE…
#
# Makes org.gnome.Platform//BRANCH and org.gnome.Sdk//BRANCH of packages of a Debian suite from MIRROR, in the
# OSTree repository FOLDER/repo; the PACKAGEs, what Sonde is built with, go to the Sdk only. It is
# not GNOME's runtime: sandbox, manifest, modules, permissions and bundle are tried with it, and
# the versions of GTK that the suite has. Any user can make it: maintainer scripts do not run, what
# they would have done and the sandbox needs is done below.
set -euo pipefail

folder=$1 mirror=$2 suite=$3 branch=$4
shift 4
sdk_only=("$@")
arch=$(flatpak --default-arch)
keyring=/usr/share/keyrings/debian-archive-keyring.gpg
export LC_ALL=C.UTF-8

# Of what Sonde uses only what GNOME's runtime has, or a module that is missing would not be missed.
platform=(
    libgtk-4-1 libgtk-4-bin libadwaita-1-0 libgtksourceview-5-0 libjson-glib-1.0-0 libsecret-1-0
    libsoup-3.0-0 libssl3t64 openssl ca-certificates glib-networking gsettings-desktop-schemas
    dconf-gsettings-backend librsvg2-common libgdk-pixbuf2.0-bin shared-mime-info
    adwaita-icon-theme hicolor-icon-theme fonts-cantarell fonts-noto-cjk fontconfig xkb-data
    libglib2.0-bin dbus-bin at-spi2-core iso-codes tzdata
    base-files bash coreutils dash findutils gawk grep gzip libc-bin locales procps sed
)
sdk=(
    appstream appstream-compose binutils bzip2 cmake desktop-file-utils diffutils elfutils file g++ gcc gettext git
    libc6-dev libxml2-utils make meson ninja-build patch pkgconf tar xz-utils
)

# --- packages -----------------------------------------------------------------------------

# Apt with folders of its own, for a machine on which nothing is installed.
apt() {
    apt-get -q=2 \
        -o Dir::Etc::sourcelist="$folder/apt/sources.list" -o Dir::Etc::sourceparts=/dev/null \
        -o Dir::Etc::preferences=/dev/null -o Dir::Etc::preferencesparts=/dev/null \
        -o Dir::State="$folder/apt" -o Dir::State::status="$folder/apt/status" \
        -o Dir::Cache="$folder/apt" -o APT::Sandbox::User=root \
        -o Acquire::Languages=none -o APT::Install-Recommends=false \
        -o pkgCacheGen::ForceEssential=none "$@"
}

set_up_apt() {
    mkdir -p "$folder"/apt/{lists,archives}/partial
    : >"$folder/apt/status"
    echo "deb [signed-by=$keyring] $mirror $suite main" >"$folder/apt/sources.list"
    apt update
}

# Prints the files of the packages named and of all that these depend on.
download() {
    local package version
    apt --yes --download-only install "$@" >"$folder/apt/log" 2>&1 || { cat "$folder/apt/log" >&2 && return 1; }
    apt --yes --simulate install "$@" | awk '$1 == "Inst" { print $2, substr ($3, 2) }' |
        while read -r package version; do
            ls "$folder/apt/archives/${package%%:*}_${version//:/%3a}"_*.deb
        done
}

# --- a tree -------------------------------------------------------------------------------

unpack() {
    local tree=$1 package
    rm -rf "$tree"
    mkdir -p "$tree"/usr/{bin,lib,lib64} "$tree"/{dev,proc,tmp,var/cache/fontconfig}
    # Flatpak looks for usr/bin/ldconfig.
    ln -s bin "$tree/usr/sbin"
    ln -s usr/bin usr/sbin usr/lib usr/lib64 "$tree/"
    while read -r package; do
        dpkg-deb --fsys-tarfile "$package" |
            tar -C "$tree" -x --keep-directory-symlink --no-same-owner \
                --exclude='./usr/share/doc' --exclude='./usr/share/man' --exclude='./usr/share/info' \
                --exclude='./usr/share/locale/[!z]*' --exclude='./usr/share/gtk-doc'
    done
}

inside() {
    local tree=$1
    shift
    bwrap --bind "$tree" / --dev /dev --proc /proc --tmpfs /tmp --unshare-all \
        --setenv PATH /usr/bin --setenv LC_ALL C.UTF-8 "$@"
}

# What the maintainer scripts do, as far as a sandbox needs it.
finish_tree() {
    local tree=$1 libraries locale certificate
    libraries=/usr/lib/$(dpkg-architecture --query DEB_HOST_MULTIARCH)

    ln -sf gawk "$tree/usr/bin/awk"
    [ ! -e "$tree/usr/bin/gcc" ] || ln -sf gcc "$tree/usr/bin/cc"
    # Without the lines of /app libmosquitto is not found.
    cat >"$tree/etc/ld.so.conf" <<END
include /run/flatpak/ld.so.conf.d/app-*.conf
include /app/etc/ld.so.conf
/app/lib
include /run/flatpak/ld.so.conf.d/runtime-*.conf
$libraries
END
    inside "$tree" ldconfig
    mkdir -p "$tree/usr/lib/locale"
    for locale in en_US zh_CN; do
        inside "$tree" localedef -i "$locale" -f UTF-8 --no-archive "/usr/lib/locale/$locale.utf8"
    done

    mkdir -p "$tree/etc/ssl/certs"
    find "$tree/usr/share/ca-certificates" -name '*.crt' | sort | while read -r certificate; do
        cat "$certificate" >>"$tree/etc/ssl/certs/ca-certificates.crt"
        ln -s "${certificate#"$tree"}" "$tree/etc/ssl/certs/$(basename "$certificate" .crt).pem"
    done
    inside "$tree" openssl rehash /etc/ssl/certs >/dev/null 2>&1 || true
    ln -s certs/ca-certificates.crt "$tree/etc/ssl/cert.pem"

    inside "$tree" glib-compile-schemas /usr/share/glib-2.0/schemas
    inside "$tree" "$libraries/gdk-pixbuf-2.0/gdk-pixbuf-query-loaders" --update-cache
    inside "$tree" "$libraries/glib-2.0/gio-querymodules" "$libraries/gio/modules"
    inside "$tree" update-mime-database /usr/share/mime >/dev/null 2>&1
    inside "$tree" fc-cache -s >/dev/null 2>&1 || true
    printf '%s: files\n' passwd group shadow >"$tree/etc/nsswitch.conf"
    echo 'hosts: files dns' >>"$tree/etc/nsswitch.conf"
    cat >"$tree/usr/lib/os-release" <<END
ID=stand-in
NAME="Debian $suite, standing in for org.gnome.Platform"
PRETTY_NAME="A stand-in of Debian $suite packages, not GNOME’s runtime"
VERSION_ID="$branch"
END
}

# --- a runtime ----------------------------------------------------------------------------

# flatpak-builder before 1.3 runs appstream-compose in the Sdk, which Debian has no more, and has
# put the file where appstreamcli does not look.
add_compose() {
    cat >"$1/usr/bin/appstream-compose" <<'END'
#!/bin/bash
for argument; do
    case $argument in
        --prefix=*) prefix=${argument#*=} ;;
        --*) ;;
        *) id=$argument ;;
    esac
done
mkdir -p "$prefix/share/metainfo"
[ ! -e "$prefix/share/appdata/$id.appdata.xml" ] ||
    cp "$prefix/share/appdata/$id.appdata.xml" "$prefix/share/metainfo/$id.metainfo.xml"
exec appstreamcli compose --prefix=/ --origin="$id" --result-root="$prefix" \
    --data-dir="$prefix/share/app-info/xmls" --icons-dir="$prefix/share/app-info/icons/flatpak" \
    --components="$id,$id.desktop" "$prefix"
END
    chmod 755 "$1/usr/bin/appstream-compose"
}

# Takes the tree apart.
export_runtime() {
    local name=$1 tree=$2 place=$2.export
    rm -rf "$place"
    mkdir -p "$place"/{files,var}
    mv "$tree/usr" "$place/usr"
    rm -rf "$place/usr/etc"
    mv "$tree/etc" "$place/usr/etc"
    # Flatpak has its own.
    rm -f "$place"/usr/etc/{passwd,group,shadow,machine-id,resolv.conf,hosts,hostname,localtime,ld.so.cache}
    mkdir -p "$place/usr/share/runtime/locale"
    if [ "$name" = org.gnome.Sdk ]; then
        mkdir -p "$place/usr/lib/debug" "$place/usr/lib/sdk"
        add_compose "$place"
    fi
    cat >"$place/metadata" <<END
[Runtime]
name=$name
runtime=org.gnome.Platform/$arch/$branch
sdk=org.gnome.Sdk/$arch/$branch

[Environment]
XDG_DATA_DIRS=/app/share:/usr/share:/usr/share/runtime/share:/run/host/user-share:/run/host/share
END
    flatpak build-export --runtime --arch="$arch" --disable-sandbox --no-update-summary \
        --subject="Debian $suite" "$folder/repo" "$place" "$branch" >/dev/null
    rm -rf "$place" "$tree"
    echo "Made $name//$branch of Debian $suite"
}

make_runtime() {
    local name=$1 tree=$folder/tree
    shift
    download "$@" | sort -u | unpack "$tree"
    finish_tree "$tree"
    export_runtime "$name" "$tree"
}

mkdir -p "$folder"
folder=$(realpath "$folder")
set_up_apt
[ -e "$folder/repo/config" ] || ostree --repo="$folder/repo" init --mode=archive-z2
ostree --repo="$folder/repo" config set archive.zlib-level 2
make_runtime org.gnome.Platform "${platform[@]}"
make_runtime org.gnome.Sdk "${platform[@]}" "${sdk[@]}" "${sdk_only[@]}"
flatpak build-update-repo --title="Stand-in of Debian $suite" "$folder/repo" >/dev/null
rm -rf "$folder/apt"
