// The theme of the person's system, where the person has chosen none.
(function () {
    var root = document.documentElement;
    if (root.dataset.theme === 'auto' && window.matchMedia) {
        var dark = window.matchMedia('(prefers-color-scheme: dark)');
        var set = function () { root.dataset.bsTheme = dark.matches ? 'dark' : 'light'; };
        set();
        dark.addEventListener('change', set);
    }
})();

// What was done is said once: not again when the page is loaded again, or when somebody comes back to it.
(function () {
    var here = new URL(window.location.href);
    if (here.searchParams.has('done')) {
        here.searchParams.delete('done');
        window.history.replaceState(null, '', here);
    }
})();

// A file is sent as it is, with the form's token in a header: so the operations read it, and it is never held in memory.
document.addEventListener('DOMContentLoaded', function () {
    var form = document.getElementById('import-form');
    if (!form) {
        return;
    }
    var message = document.getElementById('import-message');
    var sent = document.getElementById('import-sent');
    var records = document.getElementById('import-records');
    var BEGINNING = 500000;

    function url(base) {
        var query = new URLSearchParams();
        form.querySelectorAll('[data-query]').forEach(function (field) {
            if (field.value && (field.type !== 'checkbox' || field.checked)) {
                query.append(field.name, field.value);
            }
        });
        return base + '?' + query;
    }

    function isPacked(name) {
        return /\.(gz|zst)$/.test(name);
    }

    function type(name) {
        if (isPacked(name)) {
            return /\.gz$/.test(name) ? 'application/gzip' : 'application/zstd';
        }
        return form.elements.mapping.value ? 'text/csv' : 'application/x-ndjson';
    }

    function fail(text) {
        message.textContent = text || form.dataset.failed;
        message.hidden = false;
        sent.hidden = true;
    }

    function reason(request) {
        try {
            return JSON.parse(request.responseText).message;
        } catch (e) {
            return form.dataset.failed + ' (' + request.status + ')';
        }
    }

    function send(base, body, done) {
        var request = new XMLHttpRequest();
        message.hidden = true;
        request.open('POST', url(base));
        request.setRequestHeader('Content-Type', type(form.elements.file.files[0].name));
        request.setRequestHeader('X-Form-Token', form.elements.formToken.value);
        request.upload.onprogress = function (event) {
            sent.value = event.total ? 100 * event.loaded / event.total : 0;
        };
        request.onload = function () {
            if (request.status === 200) {
                done(request.responseText);
            } else {
                fail(reason(request));
            }
        };
        request.onerror = function () { fail(''); };
        request.send(body);
    }

    // The beginning of a file, up to the end of a line.
    function beginning(file, then) {
        var part = file.slice(0, BEGINNING);
        if (file.size <= BEGINNING || isPacked(file.name)) {
            then(part);
            return;
        }
        part.arrayBuffer().then(function (buffer) {
            var end = new Uint8Array(buffer).lastIndexOf(10);
            then(end < 0 ? part : part.slice(0, end + 1));
        });
    }

    document.getElementById('import-preview').addEventListener('click', function () {
        if (form.reportValidity()) {
            beginning(form.elements.file.files[0], function (part) {
                send(form.dataset.preview, part, function (html) { records.innerHTML = html; });
            });
        }
    });
    form.addEventListener('submit', function (event) {
        event.preventDefault();
        sent.hidden = false;
        send(form.dataset.file, form.elements.file.files[0], function (text) {
            window.location.assign(JSON.parse(text).href);
        });
    });
    form.hidden = false;
});
