// Says that a file is too large before it is sent.
// @ts-check

const form = /** @type {HTMLFormElement | null} */ (document.querySelector("[data-most-mb]"));
const input = /** @type {HTMLInputElement | null} */ (document.querySelector("#field-file"));

input?.addEventListener("change", () => {
  const bytes = [...(input.files ?? [])].reduce((sum, file) => sum + file.size, 0);
  const most = Number(form?.dataset.mostMb) * 2 ** 20;
  input.setCustomValidity(bytes > most ? (form?.dataset.tooLarge ?? "") : "");
  input.reportValidity();
});
