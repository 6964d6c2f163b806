"use strict";
const main = document.querySelector("main");
async function show() {
  const state = await (await fetch("state")).json();
  document.title = state.document.title;
  const pages = state.pages.map((page) => {
    const image = document.createElement("img");
    image.src = `pages/${page.key}.svg`;
    return image;
  });
  const messages = state.messages.map((told) => {
    const line = document.createElement("p");
    line.textContent = `${told.place}: ${told.message}`;
    return line;
  });
  main.replaceChildren(...messages, ...pages);
}
new EventSource("events").addEventListener("state", show);
