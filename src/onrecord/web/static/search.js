// Searches as you type.  The answer is the page that the form would give; its results take the place of the old ones.
"use strict";

const form = document.getElementById("question");
const results = document.getElementById("results");
let timer = 0;
let running = null;

// What was found before answers another question, and goes.
function say(message) {
  results.querySelector("[role=status]").textContent = message;
  for (const old of results.querySelectorAll(":scope > :not(h2, [role=status])")) old.remove();
}

function ask() {
  const fields = new URLSearchParams();
  for (const [name, value] of new FormData(form)) if (value !== "") fields.append(name, value);
  const address = "/search?" + fields;
  if (running) running.abort();
  // A document that is loaded so runs no scripts; that its text is escaped is the server's part.
  running = new XMLHttpRequest();
  running.open("GET", address);
  running.responseType = "document";
  running.addEventListener("error", () => say("The room does not answer. Is it still open?"));
  running.addEventListener("load", (event) => {
    const page = event.target.response;
    const found = page && page.getElementById("results");
    if (!found) {
      const told = page && page.querySelector(".lead");
      say(told ? told.textContent : "The search failed.");
      return;
    }
    // The line that says how many stays the same element, so that screen readers tell when it changes.
    for (const kept of ["h2", "[role=status]"]) {
      results.querySelector(kept).replaceChildren(...document.adoptNode(found.querySelector(kept)).childNodes);
    }
    for (const old of results.querySelectorAll(":scope > :not(h2, [role=status])")) old.remove();
    const own = [...found.children].filter((part) => !part.matches("h2, [role=status]"));
    results.append(...own.map((part) => document.adoptNode(part)));
    addCopying(results);
    history.replaceState(null, "", address);
    document.title = event.target.response.title;
    for (const form of ["json", "csv"]) {
      for (const link of document.querySelectorAll(`[href^="/search.${form}"]`)) link.setAttribute("href", `/search.${form}?${fields}`);
    }
  });
  running.send();
}

function soon() {
  clearTimeout(timer);
  timer = setTimeout(ask, 250);
}

form.addEventListener("input", soon);
form.addEventListener("submit", (event) => { event.preventDefault(); clearTimeout(timer); ask(); });
