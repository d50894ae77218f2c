/** Fills a running product through its own ingest: the last hour of ten thousand series, two million lines, half a million spans. */

import { logTemplates } from '../load/logs.ts'
import { OTLP, REMOTE_WRITE, Sender } from '../load/send.ts'
import { SPANS_PER_TRACE, spanTemplate } from '../load/spans.ts'
import { encodeRemoteWrite } from '../telemetry/encode.ts'
import { requests, STEP_MS, STEPS } from '../telemetry/workload.ts'

export interface Amounts {
  readonly lines: number
  readonly spans: number
}

const HOUR_MS = 3_600_000
const LINES_PER_REQUEST = 2_000
const TRACES_PER_REQUEST = 200

export async function fill(url: string, { lines, spans }: Amounts, say: (words: string) => void) {
  const nowMs = Date.now()
  const logs = new Sender(`${url}/v1/logs`, OTLP, 3)
  const templates = logTemplates(LINES_PER_REQUEST, HOUR_MS / (lines / LINES_PER_REQUEST / 40))
  const rounds = Math.ceil(lines / LINES_PER_REQUEST / templates.length)
  let began = performance.now()
  for (let round = 0, n = 0; round < rounds; round++)
    for (const { template, lines } of templates) {
      const atMs = nowMs - HOUR_MS + (round / rounds) * HOUR_MS
      await logs.send(Buffer.from(template.at(n++ % 250, atMs)), lines)
    }
  await logs.done()
  say(told('lines', logs, began))

  const traces = new Sender(`${url}/v1/traces`, OTLP, 3)
  const perRequest = TRACES_PER_REQUEST * SPANS_PER_TRACE
  const times = Math.ceil(spans / perRequest)
  const { template } = spanTemplate(TRACES_PER_REQUEST, HOUR_MS / times)
  began = performance.now()
  for (let n = 0; n < times; n++) {
    const atMs = nowMs - HOUR_MS + (n / times) * HOUR_MS
    await traces.send(Buffer.from(template.at(n, atMs)), perRequest)
  }
  await traces.done()
  say(told('spans', traces, began))

  const samples = new Sender(`${url}/api/v1/write`, REMOTE_WRITE, 3)
  began = performance.now()
  const startMs = Math.floor(nowMs / STEP_MS) * STEP_MS - STEPS * STEP_MS
  for (const request of requests(startMs))
    await samples.send(encodeRemoteWrite(request), request.length)
  await samples.done()
  say(told('samples', samples, began))
}

function told(what: string, { sent }: Sender, began: number): string {
  const seconds = (performance.now() - began) / 1_000
  const waited = sent.toldToWait > 0 ? `, told to wait ${sent.toldToWait} times` : ''
  const refused = sent.refused > 0 ? `, ${sent.refused} requests refused` : ''
  return `${sent.items} ${what} in ${seconds.toFixed(1)} s, ${Math.round(sent.items / seconds)} per second${waited}${refused}`
}
