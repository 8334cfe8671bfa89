// The field above the contents: shows the entries whose names or synonyms contain what is typed.
// Groups that the search opens are closed again when the field is empty; those that the reader opened stay open.
const field = document.querySelector("nav input");
const entries = [...document.querySelectorAll("nav li[data-names]")];
field.addEventListener("input", () => {
  const words = field.value.trim().toLowerCase();
  for (const entry of entries) entry.classList.toggle("hidden", !entry.dataset.names.includes(words));
  for (const group of document.querySelectorAll("nav details")) {
    group.classList.toggle("hidden", words !== "" && !group.querySelector("li:not(.hidden)"));
    if (words ? !group.open : "opened" in group.dataset) {
      group.open = words !== "";
      if (words) group.dataset.opened = "";
      else delete group.dataset.opened;
    }
  }
});
