/** The supervisor's desk: what runs, and start, stop, restart, kill, release. For this machine alone. */
import { createServer, type IncomingMessage, type Server } from 'node:http'
import type { ManagedProcess } from './managed-process.ts'

export interface ProcessState {
  readonly pid: number | null
  readonly port: number
  readonly version: string
}

export interface ShopState {
  readonly processes: Readonly<Record<string, ProcessState>>
  readonly addresses: Readonly<Record<string, string>>
}

export interface ControlOptions {
  readonly managed: ReadonlyMap<string, ManagedProcess>
  state(): ShopState
  onRelease(release: { service: string; version: string; previous: string }): void
}

const VERSION = /^\d+\.\d+\.\d+$/

class NotPossible extends Error {
  readonly status: number
  constructor(status: number, message: string) {
    super(message)
    this.status = status
  }
}

/** Listens on a free port of the loopback. */
export async function openControl(
  options: ControlOptions,
): Promise<{ url: string; server: Server }> {
  const { managed, state } = options

  async function act(name: string, action: string, body: string): Promise<void> {
    const one = managed.get(name)
    if (!one)
      throw new NotPossible(
        404,
        `there is no process ${name}; there are ${[...managed.keys()].join(', ')}`,
      )
    if (action === 'start') return one.start()
    if (action === 'stop') return one.end('SIGTERM')
    if (action === 'kill') return one.end('SIGKILL')
    if (action === 'restart') return one.restart()
    if (action !== 'release') throw new NotPossible(404, `there is no action ${action}`)
    const version = versionIn(body)
    if (!version) throw new NotPossible(400, 'a release has a version such as 1.4.0')
    const previous = await one.release(version)
    if (previous !== undefined && previous !== version)
      options.onRelease({ service: name, version, previous })
  }

  const server = createServer(async (request, response) => {
    const answer = (status: number, body: object) =>
      response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body))
    try {
      // A page in a browser can reach the loopback too; it names its origin, and commands never have one.
      if (request.headers.origin || !isLocal(request)) throw new NotPossible(403, 'not from here')
      const [root, name = '', action = ''] = (request.url ?? '/').slice(1).split('/')
      if (root !== 'processes') throw new NotPossible(404, 'there is only /processes')
      if (request.method === 'POST') await act(name, action, await textOf(request))
      else if (request.method !== 'GET') throw new NotPossible(405, 'GET or POST')
      answer(200, state())
    } catch (error) {
      const { status = 500, message } = error as Partial<NotPossible>
      answer(status, { error: message })
    }
  })
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
  const { port } = server.address() as { port: number }
  return { url: `http://127.0.0.1:${port}`, server }
}

const isLocal = ({ headers }: IncomingMessage) =>
  /^(127\.0\.0\.1|localhost)(:\d+)?$/.test(headers.host ?? '')

async function textOf(request: IncomingMessage): Promise<string> {
  let text = ''
  for await (const part of request) text += part
  return text
}

function versionIn(body: string): string | undefined {
  try {
    const { version } = JSON.parse(body) as { version?: unknown }
    return typeof version === 'string' && VERSION.test(version) ? version : undefined
  } catch {
    return undefined
  }
}
