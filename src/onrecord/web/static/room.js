// Refines pages that work without it.  Never writes markup: text goes in as text.
"use strict";

// Choosing a statement, in the text or in the list, outlines all its pieces and scrolls to the other place.
function choose(code) {
  for (const old of document.querySelectorAll(".chosen")) old.classList.remove("chosen");
  if (!code) return;
  for (const found of document.querySelectorAll("[data-s]")) {
    if (found.dataset.s === code && (found.matches("mark.said") || found.matches("li") || found.id === "s-" + code)) {
      found.classList.add("chosen");
    }
  }
}

function codeIn(hash) {
  const match = /^#(?:s|said)-([0-9a-zA-Z]+)$/.exec(hash);
  return match ? match[1] : "";
}

// The list scrolls by itself where it stands beside the text; below the text, going there must not be undone.
function see() {
  const code = codeIn(location.hash);
  choose(code);
  const panel = document.querySelector(".voices");
  if (!code || !panel || getComputedStyle(panel).overflowY !== "auto") return;
  const here = location.hash.slice(1);
  const other = document.getElementById((here.startsWith("said-") ? "s-" : "said-") + code);
  for (const found of [other, document.getElementById(here)]) {
    if (found) found.scrollIntoView({ block: "nearest" });
  }
}

document.addEventListener("click", (event) => {
  if (!(event.target instanceof Element) || event.target.closest("a, summary, button, input")) return;
  const mark = event.target.closest("mark.said");
  if (mark && String(getSelection()) === "") location.hash = "said-" + mark.dataset.s;
});

// All furniture at once.
document.addEventListener("click", (event) => {
  const link = event.target instanceof Element ? event.target.closest("[data-fold]") : null;
  if (!link) return;
  event.preventDefault();
  const open = link.dataset.fold === "open";
  for (const details of document.querySelectorAll("details.furniture")) details.open = open;
  link.dataset.fold = open ? "shut" : "open";
  link.textContent = (open ? "Fold" : "Unfold") + " everything that is not the story";
});

// Copying citations.
function addCopying(root) {
  for (const tools of root.querySelectorAll(".cite .tools")) {
    const button = document.createElement("button");
    button.type = "button";
    button.textContent = "Copy citation";
    button.addEventListener("click", async () => {
      try {
        await navigator.clipboard.writeText(tools.closest(".cite").querySelector(".citation").textContent);
        button.textContent = "Copied";
      } catch {
        button.textContent = "Copying failed; select the line and copy it";
      }
    });
    tools.prepend(button);
  }
}

addCopying(document);
addEventListener("hashchange", see);
see();

// Saved pages may be dropped anywhere on the form.
for (const drop of document.querySelectorAll(".drop")) {
  const files = drop.querySelector("input[type=file]");
  const over = (event, is) => { event.preventDefault(); drop.classList.toggle("over", is); };
  drop.addEventListener("dragover", (event) => over(event, true));
  drop.addEventListener("dragleave", (event) => over(event, false));
  drop.addEventListener("drop", (event) => { over(event, false); files.files = event.dataTransfer.files; });
}

// A running add tells how far it is; when it is over, the page is loaded again with all that became of it.
async function watch(state) {
  for (;;) {
    await new Promise((done) => setTimeout(done, 1000));
    let told;
    try {
      const answer = await fetch(state.dataset.watch);
      if (!answer.ok) return;
      told = await answer.json();
    } catch { continue; }
    if (told.over) { location.reload(); return; }
    const counts = Object.entries(told.counts).map(([became, n]) => ` · ${n} ${became}`).join("");
    const text = told.state + (told.message ? ": " + told.message : "") + counts;
    if (state.textContent !== text) state.textContent = text;
  }
}

for (const state of document.querySelectorAll("[data-watch]")) watch(state);
