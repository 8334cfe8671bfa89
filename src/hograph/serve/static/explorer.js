// What the pages do better with a script: sort and filter a whole answer in place, and open all evidence at once.
// Each of them is complete without.
"use strict";

let table;

function text(row, column) {
  const cell = row.rows[0].cells[column];
  return cell ? cell.innerText.trim() : "";
}

function compare(one, other) {
  const numbers = [Number(one), Number(other)];
  return numbers.some(Number.isNaN) ? one.localeCompare(other, "en", { sensitivity: "base" }) : numbers[0] - numbers[1];
}

function sortBy(header) {
  const headers = [...header.parentNode.cells];
  const column = headers.indexOf(header);
  const down = header.getAttribute("aria-sort") === "ascending";
  const rows = [...table.tBodies];
  const [having, missing] = [rows.filter((row) => text(row, column)), rows.filter((row) => !text(row, column))];
  having.sort((one, other) => compare(text(one, column), text(other, column)) * (down ? -1 : 1));
  table.append(...having, ...missing);
  for (const one of headers) {
    one.removeAttribute("aria-sort");
    one.querySelector(".arrow").textContent = "";
  }
  header.setAttribute("aria-sort", down ? "descending" : "ascending");
  header.querySelector(".arrow").textContent = down ? " ▼" : " ▲";
}

function filterBy(words) {
  let shown = 0;
  for (const row of table.tBodies) {
    row.hidden = !row.rows[0].textContent.toLowerCase().includes(words);
    shown += row.hidden ? 0 : 1;
  }
  const counted = document.getElementById("counted");
  counted.dataset.all ??= counted.textContent;
  counted.textContent = words ? `${shown} of ${table.tBodies.length} rows` : counted.dataset.all;
}

/** Give the answer on the page what a script can do for it; an answer that a script put there, too. */
function enhance() {
  table = document.querySelector('table[data-sortable="yes"]');
  if (!table) return;
  table.tHead.addEventListener("click", (event) => {
    const header = event.target.closest("th");
    if (event.target.closest("a") && header) {
      event.preventDefault();
      sortBy(header);
    }
  });
  const box = document.getElementById("filter");
  if (box && !box.value) {
    box.form.querySelector("button").hidden = true;
    box.addEventListener("input", () => filterBy(box.value.trim().toLowerCase()));
    box.form.addEventListener("submit", (event) => event.preventDefault());
    const open = document.createElement("button");
    open.type = "button";
    open.className = "quiet";
    open.textContent = "Open all evidence";
    open.addEventListener("click", () => {
      const closed = [...table.querySelectorAll(".because details:not([open])")];
      for (const one of closed.length ? closed : table.querySelectorAll(".because details")) one.open = closed.length > 0;
      open.textContent = closed.length ? "Close all evidence" : "Open all evidence";
    });
    box.form.append(open);
  }
}

enhance();
document.addEventListener("answered", enhance);
