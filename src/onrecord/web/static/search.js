// Searches as you type.  The answer is the page that the form would give; its results take the place of the old ones.
"use strict";

const form = document.getElementById("question");
let timer = 0;
let running = null;

function ask() {
  const fields = new URLSearchParams();
  for (const [name, value] of new FormData(form)) if (value !== "") fields.append(name, value);
  const address = "/search?" + fields;
  if (running) running.abort();
  // A document that is loaded so runs no scripts; that its text is escaped is the server's part.
  running = new XMLHttpRequest();
  running.open("GET", address);
  running.responseType = "document";
  running.addEventListener("load", (event) => {
    const found = event.target.response && event.target.response.getElementById("results");
    if (event.target.status !== 200 || !found) return;
    document.getElementById("results").replaceWith(document.adoptNode(found));
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
