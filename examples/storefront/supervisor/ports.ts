/** Which port belongs to whom. */
import { createServer } from 'node:net'

// Below the range from which the system takes ports for outgoing calls: a port that is closed for the length
// of a restart must not be given away, nor connect to itself.
const LOWEST = 12_000
const HIGHEST = 31_000

/** One port for each name: base, base + 1, and so on; a free one instead where that is taken, or when the base is 0. */
export async function assignPorts(
  names: readonly string[],
  base: number,
  fixed: Readonly<Record<string, number>> = {},
): Promise<ReadonlyMap<string, number>> {
  const ports = new Map<string, number>(Object.entries(fixed))
  const used = () => new Set(ports.values())
  for (const [i, name] of names.entries()) {
    if (ports.has(name)) continue
    let port = base > 0 ? base + i : anyPort()
    while (used().has(port) || !(await isFree(port))) port = anyPort()
    ports.set(name, port)
  }
  return ports
}

const anyPort = () => LOWEST + Math.floor(Math.random() * (HIGHEST - LOWEST))

function isFree(port: number): Promise<boolean> {
  return new Promise((done) => {
    const server = createServer()
    server.once('error', () => done(false))
    server.listen(port, '127.0.0.1', () => server.close(() => done(true)))
  })
}
