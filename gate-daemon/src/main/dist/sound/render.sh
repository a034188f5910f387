#!/usr/bin/env bash
# Makes the recordings for a lane with a sound card out of the words in a prompts file, with espeak-ng.
#
#   sound/render.sh zh /var/lib/shanmen-gate/sound/zh
#   sound/render.sh en /var/lib/shanmen-gate/sound/en
#   sound/render.sh zh DIRECTORY MY-PROMPTS/zh.conf     with the words of a park that has its own
#
# DIRECTORY gets manifest.tsv (phrase, tab, file) and one WAV for each phrase and number, about 9 MB a language. Any WAV may then
# be replaced by a recording of the same name, and lines may be added to the manifest; a second run keeps files that are there.
# 用 espeak-ng 生成语音文件;可用同名真人录音替换其中任何一个,再次运行不会覆盖已有文件。
set -euo pipefail

usage() {
  sed -n '2,7s/^# \{0,1\}//p' "$0" >&2
  exit 2
}

[[ $# -eq 2 || $# -eq 3 ]] || usage
language=$1
directory=$2
words=${3:-$(dirname "$0")/../conf/prompts/$language.conf}
case $language in
  zh) voice=cmn-latn-pinyin ;; # "cmn" reads Hanzi as English in Debian 12
  en) voice=en ;;
  *) usage ;;
esac
command -v espeak-ng > /dev/null || {
  echo "render.sh: espeak-ng is not there; install it: apt-get install espeak-ng" >&2
  exit 1
}
[[ -r $words ]] || {
  echo "render.sh: $words cannot be read; name the prompts file as third argument" >&2
  exit 1
}

# What stands between placeholders, brackets, punctuation (and, in Chinese, blanks) of every template.
phrases() {
  grep -v '^[[:space:]]*#' "$words" | grep -o '"[^"]*"' | tr -d '"' \
    | sed 's/{[^}]*}/\n/g; s/[][,.;:!?]/\n/g; s/,/\n/g; s/。/\n/g' \
    | if [[ $language == zh ]]; then tr ' ' '\n'; else cat; fi \
    | sed 's/^[[:space:]]*//; s/[[:space:]]*$//' | grep -v '^$' | sort -u
  # What numbers and dates are made of.
  if [[ $language == zh ]]; then printf '%s\n' 年 月 日 元; else printf '%s\n' Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec yuan; fi
  echo .
  seq 0 100
}

# What is said for a phrase that is not written as it is spoken.
spoken() {
  case $language:$1 in
    zh:.) echo 点 ;;
    en:.) echo point ;;
    en:Jan | en:Feb | en:Mar | en:Apr | en:Jun | en:Jul | en:Aug | en:Sep | en:Oct | en:Nov | en:Dec)
      LC_ALL=C date -d "1 $1 2000" +%B ;;
    *) echo "$1" ;;
  esac
}

mkdir -p "$directory"
manifest=$directory/manifest.tsv
{
  echo "# phrase TAB file; made by sound/render.sh from $words"
  phrases | while IFS= read -r phrase; do
    # A name that stays the same when words are added: replaced recordings keep their place.
    file=$language-$(printf '%s' "$phrase" | sha256sum | cut -c 1-12).wav
    [[ -s $directory/$file ]] || espeak-ng -v "$voice" -s 170 -w "$directory/$file" -- "$(spoken "$phrase")" < /dev/null
    printf '%s\t%s\n' "$phrase" "$file"
  done
} > "$manifest.new"
mv "$manifest.new" "$manifest"
echo "$(grep -c -v '^#' "$manifest") recordings in $directory; gate.conf: sound { directory = \"$directory\" }"
