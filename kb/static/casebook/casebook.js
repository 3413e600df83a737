/* Small comforts; every page works without them. */
"use strict";

// A printed case shows its proof: closed details are opened for the printer and closed again afterwards.
let openedForPrint = [];
addEventListener("beforeprint", () => {
  openedForPrint = [...document.querySelectorAll("main details:not([open])")];
  for (const details of openedForPrint) details.open = true;
});
addEventListener("afterprint", () => {
  for (const details of openedForPrint) details.open = false;
});

// "Show every proving sentence": one switch for all details of the page.
for (const button of document.querySelectorAll("[data-opens]")) {
  button.hidden = false;
  button.addEventListener("click", () => {
    const shown = button.getAttribute("aria-pressed") !== "true";
    for (const details of document.querySelectorAll(button.dataset.opens)) details.open = shown;
    button.setAttribute("aria-pressed", String(shown));
  });
}

// A link to a proof inside closed details opens them.
function openTarget() {
  const target = location.hash.length > 1 && document.getElementById(location.hash.slice(1));
  const details = target && target.closest("details");
  if (details) details.open = true;
}
addEventListener("hashchange", openTarget);
openTarget();
