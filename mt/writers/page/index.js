// Sorting by a click on a column's head, and finding an article by its title or file name.
const body = document.querySelector("tbody");
const heads = [...document.querySelectorAll("th:has(button)")];
const articles = [...body.rows];

function sortBy(column) {
  const descending = heads[column].getAttribute("aria-sort") === "ascending";
  heads.forEach((head) => head.removeAttribute("aria-sort"));
  heads[column].setAttribute("aria-sort", descending ? "descending" : "ascending");
  const key = (row) => row.cells[column].dataset.sort;
  const order = (a, b) => (column ? key(a) - key(b) : key(a).localeCompare(key(b)));
  body.append(...articles.sort((a, b) => (descending ? order(b, a) : order(a, b))));
}

function find(text) {
  const fold = (value) => value.normalize("NFD").replace(/\p{M}+/gu, "").toLowerCase();
  const found = articles.filter((row) => {
    row.hidden = !fold(row.cells[0].textContent).includes(fold(text.trim()));
    return !row.hidden;
  });
  document.getElementById("nothing").hidden = found.length > 0;
  document.getElementById("live").textContent = `${found.length} articles`;
}

heads.forEach((head, column) => head.firstElementChild.addEventListener("click", () => sortBy(column)));
document.getElementById("search").addEventListener("input", (event) => find(event.target.value));
