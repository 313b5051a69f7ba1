// Lines in, lines out, by virastar.
const Virastar = require("virastar");
const readline = require("node:readline");

const virastar = new Virastar();
readline.createInterface({ input: process.stdin }).on("line", (line) => {
  console.log(virastar.cleanup(line).replace(/\n/g, " "));
});
