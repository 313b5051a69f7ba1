// Starts the demo and reads its printed block; stops it afterwards.
import { spawn } from "node:child_process";
import { once } from "node:events";

// The demo is ready in under a second; a loaded machine may take longer.
const READY_MS = 60_000;

export async function startDemo() {
  const child = spawn(process.env.BINESH_BINARY, ["demo", "--listen", "127.0.0.1:0"], { stdio: ["ignore", "pipe", "pipe"] });
  let printed = "";
  const ready = new Promise((resolve, reject) => {
    const late = setTimeout(() => reject(new Error(`the demo did not start: ${printed}`)), READY_MS);
    const read = (bytes) => {
      printed += bytes;
      if (/Stop\s+Ctrl-C/.test(printed)) {
        clearTimeout(late);
        resolve();
      }
    };
    child.stdout.on("data", read);
    child.stderr.on("data", read);
    child.on("exit", (code) => reject(new Error(`the demo ended with ${code}: ${printed}`)));
  });
  await ready;
  const [, site] = printed.match(/Site\s+(http:\S+)\//);
  const [, login, password] = printed.match(/Login\s+(\S+)\s+password\s+(\S+)/);
  const stop = async () => {
    child.removeAllListeners("exit");
    const ended = once(child, "exit");
    child.kill("SIGTERM");
    await ended;
  };
  return { site, login, password, stop };
}
