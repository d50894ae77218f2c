/**
 * The process that holds chDB. It stands alone because a crash of native code kills the process it happens
 * in, and because the engine's memory and threads are not the server's. It ends when the server does.
 *
 * It knows nothing of telemetry: it runs the SQL it is given. Rows come only from files that the SQL names.
 */
import type { Session } from 'chdb'
import type { EngineReply, EngineRequest, EngineSetup, Lane } from './protocol.ts'

const setup = JSON.parse(process.argv[2] ?? '{}') as EngineSetup

class SessionPool {
  readonly #idle: Session[]
  readonly #waiting: EngineRequest[] = []

  constructor(sessions: Session[]) {
    this.#idle = sessions
  }

  run(request: EngineRequest): void {
    const session = this.#idle.pop()
    if (!session) {
      this.#waiting.push(request)
      return
    }
    void execute(session, request).then(() => {
      this.#idle.push(session)
      const next = this.#waiting.shift()
      if (next) this.run(next)
    })
  }
}

async function execute(session: Session, request: EngineRequest): Promise<void> {
  try {
    const options = { format: request.format }
    const result = request.params
      ? await session.queryBindAsync(request.sql, request.params, options)
      : await session.queryAsync(request.sql, options)
    send({ kind: 'answer', id: request.id, bytes: result.bytes() })
  } catch (error) {
    const { message, clickhouseCode } = error as Error & { clickhouseCode?: unknown }
    const code = Number(clickhouseCode ?? /Code: (\d+)/.exec(message)?.[1] ?? 0)
    send({ kind: 'error', id: request.id, code, message })
  }
}

function send(reply: EngineReply): void {
  // The server may have gone meanwhile; `disconnect` below ends this process then.
  if (process.connected) process.send?.(reply, () => {})
}

async function open(): Promise<{ sessions: Session[]; pools: Record<Lane, SessionPool> }> {
  const { Session } = await import('chdb')
  const settings = Object.entries({ ...setup.readerSettings, readonly: 1 })
  const writer = new Session(setup.path)
  const readers: Session[] = []
  for (let i = 0; i < setup.readers; i++) {
    const reader = new Session(setup.path)
    // `readonly` comes last, since nothing can be set after it.
    await reader.queryAsync(
      `set ${settings.map(([name, value]) => `${name} = ${value}`).join(', ')}`,
    )
    readers.push(reader)
  }
  return {
    sessions: [writer, ...readers],
    pools: { write: new SessionPool([writer]), read: new SessionPool(readers) },
  }
}

// The server is gone. An ordered exit would take the engine down while it works: it crashes, or it hangs and keeps
// the lock of the folder from the next process. Being killed is what the store is made for.
process.on('disconnect', () => process.kill(process.pid, 'SIGKILL'))
// Ctrl-C reaches the whole group; the server decides when this process ends.
process.on('SIGINT', () => {})
process.on('SIGTERM', () => {})

try {
  const { sessions, pools } = await open()
  process.on('message', (message: EngineRequest | 'close') => {
    if (message !== 'close') return pools[message.lane].run(message)
    for (const session of sessions) session.close()
    process.exit(0)
  })
  send({ kind: 'ready', version: '' })
} catch (error) {
  const { code, message } = error as Error & { code?: string }
  const missing = code === 'ERR_MODULE_NOT_FOUND' || code === 'MODULE_NOT_FOUND'
  send({ kind: 'cannot-open', reason: missing ? 'not-installed' : 'failed', message })
  process.disconnect?.()
}
