// The field above the contents: shows the entries whose names or synonyms contain what is typed.
const field = document.querySelector("nav input");
const entries = [...document.querySelectorAll("nav li[data-names]")];
field.addEventListener("input", () => {
  const words = field.value.trim().toLowerCase();
  for (const entry of entries) entry.classList.toggle("hidden", !entry.dataset.names.includes(words));
  for (const group of document.querySelectorAll("nav details")) {
    if (words) group.open = true;
    group.classList.toggle("hidden", words !== "" && !group.querySelector("li:not(.hidden)"));
  }
});
