// Pointing at marked words shows their claims in the margin, beside the line; so does reaching a claim's number by Tab.
"use strict";

const galley = document.querySelector(".galley");
const margin = document.querySelector(".margin");
const pointing = margin.querySelector(".pointing");
const notes = new Map([...margin.querySelectorAll(".note")].map((note) => [note.dataset.note, note]));
let shown = "";
let held = "";

function point(place) {
  const claims = place ? place.dataset.claims.trim() : held;
  if (claims === shown) return;
  shown = claims;
  const ids = claims ? claims.split(" ") : [];
  for (const note of notes.values()) note.hidden = true;
  for (const id of ids.reverse()) {
    notes.get(id).hidden = false;
    margin.prepend(notes.get(id)); // the innermost first
  }
  pointing.hidden = ids.length > 0;
  const inner = ids[ids.length - 1];
  for (const mark of document.querySelectorAll("[data-claims]")) {
    mark.classList.toggle("lit", Boolean(inner) && mark.dataset.claims.split(" ").includes(inner));
  }
  if (place) beside(place);
}

function beside(place) {
  if (getComputedStyle(margin).position !== "absolute") return;
  const top = place.getClientRects()[0].top - galley.getBoundingClientRect().top;
  const lowest = Math.max(galley.offsetHeight - margin.offsetHeight, 0);
  margin.style.top = Math.max(0, Math.min(top, lowest)) + "px";
}

const marked = (event) => event.target.closest && event.target.closest(".reading [data-claims]");

document.addEventListener("mouseover", (event) => {
  const place = marked(event);
  if (place) point(place);
});
document.addEventListener("focusin", (event) => {
  const place = marked(event);
  if (place) point(place);
});
document.addEventListener("click", (event) => {
  const place = marked(event);
  if (!place) return;
  held = place.dataset.claims.trim();
  point(place);
});
document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  held = "";
  point(null);
});

// Come here by a claim's own address: tell of it at once.
const wanted = location.hash.startsWith("#at-") && location.hash.slice(4);
if (wanted && notes.has(wanted)) {
  held = wanted;
  point(document.getElementById("at-" + wanted));
}
