# Chooses a JDK for the other scripts; to be sourced.

# the major version of the JDK in folder $1, or 0
jdk_major() {
  local said
  [ -x "$1/bin/javac" ] && said=$("$1/bin/javac" -version 2>&1) || { echo 0; return; }
  said=${said##*javac }
  said=${said%%[!0-9]*}
  echo "${said:-0}"
}

# every JDK folder of this machine, the one in use first
jdk_folders() {
  local javac
  [ -z "${JAVA_HOME:-}" ] || echo "$JAVA_HOME"
  if javac=$(command -v javac); then
    javac=$(readlink -f "$javac")
    echo "${javac%/bin/javac}"
  fi
  [ ! -d /usr/lib/jvm ] || find /usr/lib/jvm -mindepth 1 -maxdepth 1 -type d | sort
}

# the first JDK whose major version is within $1 and $2, or nothing
jdk_within() {
  local folder major
  while read -r folder; do
    major=$(jdk_major "$folder")
    if [ "$major" -ge "$1" ] && [ "$major" -le "$2" ]; then
      echo "$folder"
      return
    fi
  done < <(jdk_folders)
}

# the newest JDK from major version $1 on, or nothing
jdk_newest() {
  local folder major best="" best_major=$(($1 - 1))
  while read -r folder; do
    major=$(jdk_major "$folder")
    if [ "$major" -gt "$best_major" ]; then
      best=$folder
      best_major=$major
    fi
  done < <(jdk_folders)
  echo "$best"
}

# sets JAVA_HOME to a JDK 17, else to any newer one; fails when there is none
jdk_use() {
  local folder
  folder=$(jdk_within 17 17)
  [ -n "$folder" ] || folder=$(jdk_within 17 999)
  [ -n "$folder" ] || return 1
  export JAVA_HOME=$folder
}
