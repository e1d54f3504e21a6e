"use strict";
// All words must be in a page; a word in its title counts most. The index is a script, so that the site works from a folder as well.
const field = document.getElementById("search");
const results = document.getElementById("results");
const up = document.body.dataset.up;
const pages = searchIndex.map((page) => ({...page, low: page.text.toLowerCase(), lowTitle: page.title.toLowerCase()}));

function found(words) {
  return pages
    .filter((page) => words.every((word) => page.low.includes(word) || page.lowTitle.includes(word)))
    .map((page) => ({page, score: words.reduce((sum, word) =>
      sum + (page.lowTitle.includes(word) ? 100 : 0) + Math.min(20, page.low.split(word).length - 1), 0)}))
    .sort((a, b) => b.score - a.score)
    .slice(0, 12)
    .map((hit) => hit.page);
}

function line(page, words) {
  const at = Math.max(0, page.low.indexOf(words[0]) - 60);
  const item = document.createElement("p");
  const link = document.createElement("a");
  link.href = up + page.href;
  link.textContent = page.title;
  item.append(link, " " + (at > 0 ? "…" : "") + page.text.slice(at, at + 180) + "…");
  return item;
}

field.addEventListener("input", () => {
  const words = field.value.toLowerCase().split(/\s+/).filter((word) => word.length > 1);
  results.hidden = words.length === 0;
  const hits = words.length === 0 ? [] : found(words);
  results.replaceChildren(...hits.map((page) => line(page, words)));
  if (words.length > 0 && hits.length === 0) {
    results.textContent = "No page has all these words.";
  }
});
document.querySelector("form[role=search]").addEventListener("submit", (event) => {
  event.preventDefault();
  results.querySelector("a")?.click();
});
if (window.matchMedia("(max-width: 800px)").matches) {
  document.querySelector("nav details").open = false;
}
