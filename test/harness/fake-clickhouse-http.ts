/**
 * ClickHouse's HTTP interface over chDB: what a server's clients send is answered as a server answers it, by the
 * same engine. It is not a server: no users, no replicas, no clusters. Bodies of inserts go to a file of ours
 * first, since the inline insert of the embedded engine runs what follows a blank line as SQL.
 */
import { unlink, writeFile } from 'node:fs/promises'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { silentLog } from '#base'
import { ChdbEngine } from '../../src/telemetry/store/chdb-engine.ts'
import { EngineError } from '../../src/telemetry/store/engine.ts'

export interface FakeClickhouse {
  readonly url: string
  /** The engine below, to be looked into or killed. */
  readonly engine: ChdbEngine
  /** The requests so far: their statement, and their settings. */
  readonly requests: { readonly query: string; readonly settings: Record<string, string> }[]
  /** From now on nothing is listened to; the same address answers again after `listen`. */
  unplug(): Promise<void>
  plug(): Promise<void>
  close(): Promise<void>
}

const ESCAPES: Readonly<Record<string, string>> = {
  n: '\n',
  t: '\t',
  r: '\r',
  b: '\b',
  f: '\f',
  0: '\0',
}
const LITERAL = /input\('((?:[^'\\]|\\[\s\S])*)'\)/

export async function startFakeClickhouse(folder: string): Promise<FakeClickhouse> {
  const engine = new ChdbEngine({ path: join(folder, 'fake-server'), log: silentLog }, () => {})
  await engine.start()
  const requests: FakeClickhouse['requests'] = []
  let sequence = 0

  const answer = async (request: IncomingMessage, response: ServerResponse) => {
    const { pathname, searchParams } = new URL(request.url!, 'http://fake')
    if (pathname === '/ping') return response.end('Ok.\n')
    const parts: Buffer[] = []
    for await (const part of request) parts.push(part as Buffer)
    const body = Buffer.concat(parts)
    const inQuery = searchParams.get('query')
    const query = inQuery ?? body.toString()
    const settings: Record<string, string> = {}
    const params: Record<string, string> = {}
    for (const [name, value] of searchParams)
      if (name.startsWith('param_')) params[name.slice('param_'.length)] = value
      else if (name !== 'query' && name !== 'query_id') settings[name] = value
    requests.push({ query, settings })
    try {
      const bytes = LITERAL.test(query)
        ? await insert(query, inQuery === null ? Buffer.alloc(0) : body)
        : await ask(query, params, settings.readonly === '1')
      response.setHeader('x-clickhouse-summary', '{"read_rows":"0","written_rows":"0"}')
      response.setHeader('x-clickhouse-query-id', searchParams.get('query_id') ?? '')
      return response.end(bytes)
    } catch (error) {
      const code = error instanceof EngineError ? error.code : 0
      response.statusCode = code === 60 || code === 81 ? 404 : 500
      response.setHeader('x-clickhouse-exception-code', String(code))
      const { message } = error as Error
      const text = message.startsWith('Code:')
        ? message
        : `Code: ${code}. DB::Exception: ${message} (UNKNOWN)`
      return response.end(text)
    }
  }

  const ask = (query: string, params: Record<string, string>, isReadOnly: boolean) => {
    const [, sql = query, format = 'Null'] = /^([\s\S]*?)\s*\bformat\s+(\w+)\s*$/i.exec(query) ?? []
    // A server reads a text parameter with its escapes, and any other as it would stand in the statement.
    const texts: Record<string, string> = {}
    const statement = sql.replace(
      /\{(\w+):((?:\w|[(), ])+)\}/g,
      (found, name: string, type: string) => {
        const value = params[name]
        if (value === undefined) return found
        if (type !== 'String')
          return `cast(${/^[[{]/.test(value) ? value : `'${value}'`} as ${type})`
        texts[name] = value.replace(/\\(.)/g, (_, sign: string) => ESCAPES[sign] ?? sign)
        return found
      },
    )
    const options = Object.keys(texts).length > 0 ? { params: texts, format } : { format }
    return engine.ask(isReadOnly ? 'read' : 'write', statement, options)
  }

  const insert = async (query: string, body: Buffer) => {
    const path = join(folder, `body-${sequence++}.bin`)
    await writeFile(path, body)
    const [, sql, format] = /^([\s\S]*?)\s*\bformat\s+(\w+)\s*$/i.exec(query)!
    // What a server does with the settings of the address is not what is tested here.
    const once = ' settings max_threads = 1, max_insert_threads = 1, insert_deduplicate = 0'
    const source = sql!.replace(LITERAL, (_, text) => `file('${path}', '${format}', '${text}')`)
    await engine.ask('write', source + once)
    await unlink(path)
    return Buffer.alloc(0)
  }

  const open = new Set<ServerResponse>()
  const server = createServer((request, response) => {
    open.add(response)
    response.once('close', () => open.delete(response))
    void answer(request, response)
  })
  const listen = (port: number) =>
    new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve))
  const unplug = () =>
    new Promise<void>((resolve) => {
      server.close(() => resolve())
      server.closeAllConnections()
    })
  await listen(0)
  const { port } = server.address() as AddressInfo
  return {
    url: `http://127.0.0.1:${port}`,
    engine,
    requests,
    unplug,
    plug: () => listen(port),
    async close() {
      if (server.listening) await unplug()
      await engine.close()
    },
  }
}
