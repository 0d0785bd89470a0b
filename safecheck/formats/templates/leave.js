"use strict";
{
  const bar = document.getElementById("leave");
  const leave = () => {
    document.documentElement.remove(); // at once, whatever becomes of the step after it
    location.replace("about:blank"); // takes this page's place in the history: "back" does not return to it
  };
  bar.querySelector("button").addEventListener("click", leave);
  addEventListener("keydown", (event) => {
    if (event.key === "Escape") leave();
  });
  bar.hidden = false;
}
