# Sourced. free_port prints a port of this machine on which nothing listens; fail, of the script that sources this, reports that there is none.
free_port() {
    local port
    for port in $(shuf -i 20000-29999 -n 100); do
        (: <"/dev/tcp/127.0.0.1/$port") 2>/dev/null || { echo "$port"; return; }
    done
    fail "found no free port"
}
