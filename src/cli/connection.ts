/** Finds the server and the token: named, or those of the data folder on this machine. */
import { existsSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { type Client, createClient } from '#api/client'

export interface Connection {
  readonly url: string
  readonly call: Client
  readonly token: string | undefined
}

export interface ConnectionOptions {
  readonly server?: string | undefined
  readonly data?: string | undefined
}

const DEFAULT_URL = 'http://127.0.0.1:4600'

/** Data folder of the server on this machine, absolute. */
export function dataFolderOf(options: Pick<ConnectionOptions, 'data'>): string {
  return resolve(options.data ?? process.env.OPSPLANE_DATA ?? '.opsplane')
}

export function connect(options: ConnectionOptions): Connection {
  const folder = dataFolderOf(options)
  const local = readJson(join(folder, 'server.json')) as { url?: string } | undefined
  const url = (options.server ?? process.env.OPSPLANE_SERVER ?? local?.url ?? DEFAULT_URL).replace(
    /\/$/,
    '',
  )
  const saved = options.server ? undefined : readText(join(folder, 'token'))
  const token = process.env.OPSPLANE_TOKEN ?? saved
  return { url, token, call: createClient({ url, token }) }
}

function readText(file: string): string | undefined {
  return existsSync(file) ? readFileSync(file, 'utf8').trim() : undefined
}

function readJson(file: string): unknown {
  const text = readText(file)
  return text === undefined ? undefined : JSON.parse(text)
}
