#!/usr/bin/env bash
# Generates clients from the API documents as they are served, compiles them, and has each read bills of the demo.
set -uo pipefail

here="$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)"
home="$(dirname "$here")"
generator=org.openapitools:openapi-generator-cli:7.14.0
packages=(typescript@5.8.3 axios@1.9.0 @types/node@22.15.0 openapi-typescript@7.13.0)
bill=77645H00004961

fail() { echo "clients: $*" >&2; exit 1; }

for tool in mvn npm node python3 curl; do command -v "$tool" >/dev/null || fail "needs $tool"; done
. "$home/bin/jdk.sh"
work="$(mktemp -d "${TMPDIR:-/tmp}/billwright-clients.XXXXXX")"
server=
cleanup() {
    trap - EXIT INT TERM
    [ -z "$server" ] || { kill "$server"; wait "$server"; } 2>/dev/null
    if [ -n "${KEEP:-}" ]; then echo "kept: $work"; else rm -rf "$work"; fi
}
trap cleanup EXIT
trap 'fail "stopped by a signal"' INT TERM
cd "$work" || exit

start_demo() {
    local port
    for port in $(shuf -i 20000-29999 -n 100); do
        (: <"/dev/tcp/127.0.0.1/$port") 2>/dev/null || break
    done
    "$home/billwright" demo --port "$port" >demo.log 2>&1 &
    server=$!
    url="http://localhost:$port"
    until curl -sf -o /dev/null "$url/q/health/ready"; do
        kill -0 "$server" 2>/dev/null || { tail -n 5 demo.log >&2; fail "the demo did not start"; }
        sleep 0.5
    done
}

generate() { # document, generator, its options
    "$JAVA_HOME/bin/java" -jar "$work"/openapi-generator-cli-*.jar generate -i "$work/$1.yaml" -o . -g "$2" "${@:3}"
}

# Each of these runs in a folder of its own and fails if a step does. v4 has attributes `type` and `@type`: name-mappings keep them apart.
typescript_axios() {
    generate "$1" typescript-axios --additional-properties=useSingleRequestParameter=true &&
        compile_typescript index.ts && node -e "
            const { Configuration, CustomerBillApi, AuditApi } = require('./out');
            const configuration = new Configuration({ basePath: '$2' });
            const called = async call => (await call).data;
            $(call_javascript "$1")"
}

typescript_fetch() {
    generate "$1" typescript-fetch --name-mappings @type=atType &&
        compile_typescript "$([ -f index.ts ] && echo index.ts || echo src/index.ts)" && node -e "
            const { Configuration, CustomerBillApi, AuditApi } = require('./out');
            const configuration = new Configuration({ basePath: '$2' });
            const called = call => call;
            $(call_javascript "$1")"
}

compile_typescript() {
    "$work/node_modules/.bin/tsc" --strict --skipLibCheck --target es2022 --module commonjs --lib es2022,dom --outDir out "$1"
}

call_javascript() {
    if [ "$1" = operations ]; then
        echo "called(new AuditApi(configuration).listAuditEntry({ limit: 2 }))
            .then(entries => { if (!entries[0].caller) throw new Error('no entry'); });"
    else
        echo "const api = new CustomerBillApi(configuration);
            (async () => {
                const bills = await called(api.listCustomerBill({ limit: 2 }));
                const bill = await called(api.retrieveCustomerBill({ id: '$bill' }));
                if (bills.length !== 2 || bill.billNo !== '$bill' || !bill.amountDue.value) throw new Error('wrong bill');
            })();"
    fi
}

openapi_typescript() {
    "$work/node_modules/.bin/openapi-typescript" "$work/$1.yaml" -o types.d.ts &&
        "$work/node_modules/.bin/tsc" --noEmit --strict types.d.ts
}

java_native() {
    generate "$1" java --library native --additional-properties=useSingleRequestParameter=true,hideGenerationTimestamp=true &&
        mvn -q -B compile dependency:build-classpath -Dmdep.outputFile=classpath.txt || return
    {
        echo "import org.openapitools.client.*; import org.openapitools.client.api.*;"
        echo "class Call { public static void main(String[] args) throws Exception {"
        echo "var client = new ApiClient(); client.updateBaseUri(\"$2\");"
        if [ "$1" = operations ]; then
            echo "if (new AuditApi(client).listAuditEntry(AuditApi.APIListAuditEntryRequest.newBuilder().limit(2).build())
                .get(0).getCaller() == null) throw new Exception(\"no entry\");"
        else
            echo "var api = new CustomerBillApi(client);
                var bills = api.listCustomerBill(CustomerBillApi.APIListCustomerBillRequest.newBuilder().limit(2).build());
                var bill = api.retrieveCustomerBill(CustomerBillApi.APIRetrieveCustomerBillRequest.newBuilder().id(\"$bill\").build());
                if (bills.size() != 2 || !bill.getBillNo().equals(\"$bill\")) throw new Exception(\"wrong bill\");"
        fi
        echo "}}"
    } >Call.java
    "$JAVA_HOME/bin/java" -cp "target/classes:$(cat classpath.txt)" Call.java
}

python() { # its libraries must be there (pip install pydantic urllib3 python-dateutil); without them it is compiled only
    generate "$1" python --name-mappings @type=at_type && python3 -m compileall -q openapi_client || return
    python3 -c 'import pydantic, urllib3, dateutil' 2>/dev/null || { echo "not called: its libraries are missing" >../note; return 0; }
    if [ "$1" = operations ]; then
        python3 -c "
import openapi_client as c
api = c.AuditApi(c.ApiClient(c.Configuration(host='$2')))
assert api.list_audit_entry(limit=2)[0].caller"
    else
        python3 -c "
import openapi_client as c
api = c.CustomerBillApi(c.ApiClient(c.Configuration(host='$2')))
assert len(api.list_customer_bill(limit=2)) == 2
assert api.retrieve_customer_bill('$bill').bill_no == '$bill'"
    fi
}

mvn -q -B dependency:copy -Dartifact="$generator" -DoutputDirectory="$work" >maven.log 2>&1 || { cat maven.log >&2; fail "no $generator"; }
npm init -y >/dev/null && npm install --silent --no-audit --no-fund "${packages[@]}" >npm.log 2>&1 || { cat npm.log >&2; fail "no npm packages"; }
if [ -n "${CLIENTS_URL:-}" ]; then url="$CLIENTS_URL"; else start_demo; fi

status=0
for document in ${CLIENTS_DOCUMENTS:-v4 v5 operations}; do
    case "$document" in
        operations) base=/operations/v1 ;;
        *) base="/tmf-api/customerBillManagement/$document" ;;
    esac
    curl -sf -o "$document.yaml" "$url$base/openapi.yaml" || fail "no document at $url$base/openapi.yaml"
    for client in ${CLIENTS:-typescript_axios typescript_fetch java_native python openapi_typescript}; do
        folder="$document/$client" began=$SECONDS result=ok
        mkdir -p "$folder"
        (cd "$folder" && "$client" "$document" "$url$base") >"$folder.log" 2>&1 || { result=failed status=1; }
        printf '%-11s%-20s%-8s%3d s  %s\n' "$document" "$client" "$result" $((SECONDS - began)) "$(cat "$document/note" 2>/dev/null)"
        rm -f "$document/note"
        [ "$result" = ok ] || tail -n 12 "$folder.log" | sed 's/^/    /'
    done
done
exit "$status"
