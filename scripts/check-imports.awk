# Reads the table (the first file), then Swift sources; see scripts/check-imports.

function complain(place, message) {
  print place ": " message > "/dev/stderr"
  violations++
}

function bad_table(message) {
  print FILENAME ":" FNR ": " message > "/dev/stderr"
  failed_table = 1
  exit 2
}

function allow(target, module) {
  if (!((target, module) in allowed)) list[target] = list[target] " " module
  allowed[target, module] = 1
}

# Text without the comment at its end.
function code(line) {
  sub(/\/\/.*/, "", line)
  return line
}

function check(target, place, statement,    words, count, i, module, access) {
  count = split(statement, words, /[ \t]+/)
  access = ""
  for (i = 1; i <= count && words[i] != "import"; i++)
    if (words[i] ~ /^(public|package|internal|fileprivate|private)$/) access = words[i]
  i++
  if (words[i] ~ /^(typealias|struct|class|enum|protocol|let|var|func)$/) i++
  module = words[i]
  sub(/\..*/, "", module)
  imports++

  if (module in wrapper) {
    if (wrapper[module] != target)
      complain(place, "'" target "' imports the C module '" module "', which only '" \
        wrapper[module] "' may import")
    else if (access != "internal")
      complain(place, "the C module '" module "' must be imported by 'internal import'")
    return
  }
  if ((target, module) in allowed || module in everywhere) return
  complain(place, "'" target "' may not import '" module "'; allowed:" \
    (list[target] == "" ? " no target" : list[target]) ", everywhere:" everywhere_list)
}

# The table.
FNR == NR {
  sub(/#.*/, "")
  if (NF == 0) next
  if ($1 == "everywhere") {
    for (i = 2; i <= NF; i++) { everywhere[$i] = 1; everywhere_list = everywhere_list " " $i }
  } else if ($1 == "c" && NF == 3) {
    wrapper[$2] = $3
  } else if ($1 == "package" && NF >= 3) {
    for (i = 3; i <= NF; i++) allow($i, $2)
  } else if ($1 == "target" && NF >= 2) {
    if ($2 in target_line) bad_table("'" $2 "' is listed twice")
    target_line[$2] = FNR
    for (i = 3; i <= NF; i++) {
      if (!($i in target_line))
        bad_table("'" $2 "' may import '" $i "', which is not a target from a line above")
      allow($2, $i)
    }
  } else {
    bad_table("expected 'everywhere', 'c', 'package' or 'target' with names, found: " $0)
  }
  next
}

FNR == 1 {
  split(FILENAME, parts, "/")
  target = parts[2]
  known = target in target_line
  if (!known && !(target in reported)) {
    reported[target] = 1
    complain(FILENAME ":1", "the target '" target "' is not in scripts/layers")
  }
}

known {
  count = split(code($0), statements, ";")
  for (s = 1; s <= count; s++) {
    sub(/^[ \t]+/, "", statements[s])
    if (statements[s] ~ /^((@[A-Za-z_]+(\([^)]*\))?|public|package|internal|fileprivate|private)[ \t]+)*import[ \t]+[A-Za-z_]/)
      check(target, FILENAME ":" FNR, statements[s])
  }
}

END {
  if (failed_table) exit 2
  if (violations) {
    print "check-imports: " violations " violation" (violations == 1 ? "" : "s") > "/dev/stderr"
    exit 1
  }
  print "check-imports: " imports " imports, all as scripts/layers allows"
}
