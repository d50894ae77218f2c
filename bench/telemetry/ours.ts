/** The product as `npm start` runs it, without the example workload. */
import { spawn } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { mustBeOk, type Subject, until } from './subject.ts'

export async function startOurs(folder: string): Promise<Subject> {
  const child = spawn(
    process.execPath,
    ['bin/opsplane.mjs', 'start', '--json', '--port', '0', '--data', folder],
    { stdio: ['ignore', 'pipe', 'inherit'] },
  )
  const exited = new Promise((done) => child.once('exit', done))
  const url = await new Promise<string>((resolve, reject) => {
    child.once('exit', (code) => reject(new Error(`opsplane start ended with ${code}`)))
    createInterface({ input: child.stdout! }).once('line', (line) =>
      resolve((JSON.parse(line) as { url: string }).url),
    )
  })
  const token = readFileSync(join(folder, 'token'), 'utf8').trim()
  const get = async (path: string) =>
    (
      (await (
        await mustBeOk(await fetch(url + path, { headers: { authorization: `Bearer ${token}` } }))
      ).json()) as { data: never }
    ).data
  const count =
    "select count() from tel.samples where series_id in (select series_id from tel.series where name = 'bench_requests_total')"
  return {
    name: 'Opsplane',
    pid: child.pid!,
    async send(body) {
      const answer = await fetch(`${url}/api/v1/write`, {
        method: 'POST',
        body: body as Uint8Array<ArrayBuffer>,
        headers: { 'content-type': 'application/x-protobuf', 'content-encoding': 'snappy' },
      })
      await (await mustBeOk(answer)).arrayBuffer()
    },
    settled: (samples) =>
      until(async () => {
        const { rows } = (await get(`/api/v1/sql?${new URLSearchParams({ sql: count })}`)) as {
          rows: unknown[][]
        }
        return Number(rows[0]![0]) >= samples
      }, 'the way of the samples into the tables'),
    async diskBytes() {
      const { signals } = (await get('/api/v1/telemetry/storage')) as {
        signals: { signal: string; bytes: number }[]
      }
      return signals
        .filter(({ signal }) => signal === 'metrics' || signal === 'catalog')
        .reduce((sum, { bytes }) => sum + bytes, 0)
    },
    ask: (path, parameters) => get(`/prometheus/api/v1/${path}?${new URLSearchParams(parameters)}`),
    async stop() {
      child.kill('SIGTERM')
      await exited
    },
  }
}
