// A network of its own to the site, that can be cut: what the browser's own switch does, workers do not notice.
import { once } from "node:events";
import { connect, createServer } from "node:net";

export async function startNetwork(site) {
  const { hostname, port } = new URL(site);
  const open = new Set();
  const server = createServer((near) => {
    const far = connect(port, hostname);
    for (const [from, to] of [[near, far], [far, near]]) {
      open.add(from);
      from.pipe(to);
      from.on("error", () => to.destroy());
      from.on("close", () => open.delete(from));
    }
  });
  const join = async (at) => {
    server.listen(at, "127.0.0.1");
    await once(server, "listening");
    return server.address().port;
  };
  const at = await join(0);
  const cut = async () => {
    if (!server.listening) return;
    const closed = once(server, "close");
    server.close();
    for (const socket of open) socket.destroy();
    await closed;
  };
  return { site: `http://127.0.0.1:${at}`, cut, join: () => join(at) };
}
