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
