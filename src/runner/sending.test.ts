/** What becomes of what is measured while the server is away, busy or of another opinion. */
import { existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { parseEntry } from './logs/journal.ts'
import { severityOf, timeOf } from './logs/line.ts'
import { createSender } from './sender.ts'
import { Waiting } from './waiting.ts'

describe('a request', () => {
  const sent: { url: string; init: RequestInit }[] = []
  const senderOf = (answer: () => Response | Promise<Response>) =>
    createSender({
      url: 'http://server',
      token: 'opst_x',
      random: () => 1,
      fetch: async (url, init) => {
        sent.push({ url: String(url), init: init! })
        return answer()
      },
    })
  const outcome = (status: number, headers: Record<string, string> = {}) =>
    senderOf(() => new Response('{}', { status, headers })).send('/v1/logs', 'body')

  test('is packed, and says who sends it', async () => {
    expect(await outcome(200)).toEqual({ kind: 'kept' })
    const { url, init } = sent.at(-1)!
    expect(url).toBe('http://server/v1/logs')
    expect(gunzipSync(init.body as Buffer).toString()).toBe('body')
    expect(init.headers).toMatchObject({
      'content-encoding': 'gzip',
      authorization: 'Bearer opst_x',
    })
  })

  test.each([400, 413, 415])('answered with %i will never be taken', async (status) => {
    expect(await outcome(status)).toMatchObject({ kind: 'refused' })
  })

  test.each([401, 403, 404, 429, 500, 502, 503])(
    'answered with %i is sent later',
    async (status) => {
      expect(await outcome(status)).toMatchObject({ kind: 'later', waitMs: 1_000 })
    },
  )

  test('waits as long as the server says, and no longer than ten minutes', async () => {
    expect(await outcome(503, { 'retry-after': '17' })).toMatchObject({ waitMs: 17_000 })
    expect(await outcome(429, { 'retry-after': '999999' })).toMatchObject({ waitMs: 600_000 })
    expect(await outcome(429, { 'retry-after': 'soon' })).toMatchObject({ waitMs: 1_000 })
    const date = new Date(Date.now() + 30_000).toUTCString()
    const dated = (await outcome(503, { 'retry-after': date })) as { waitMs: number }
    expect(dated.waitMs).toBeGreaterThan(25_000)
  })

  test('that fails again waits longer, up to a minute, and after a success from the start', async () => {
    let isAway = true
    const sender = senderOf(() => {
      if (isAway)
        throw Object.assign(new TypeError('fetch failed'), { cause: { code: 'ECONNREFUSED' } })
      return new Response('{}')
    })
    const waits: number[] = []
    for (let i = 0; i < 8; i++) {
      const said = await sender.send('/v1/logs', '')
      if (said.kind === 'later') waits.push(said.waitMs)
    }
    expect(waits).toEqual([1, 2, 4, 8, 16, 32, 60, 60].map((seconds) => seconds * 1_000))
    isAway = false
    await sender.send('/v1/logs', '')
    isAway = true
    expect(await sender.send('/v1/logs', '')).toEqual({
      kind: 'later',
      waitMs: 1_000,
      why: 'ECONNREFUSED',
    })
  })
})

describe('what waits', () => {
  let folder: string
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'opsplane-waiting-'))
  })
  afterEach(() => rmSync(folder, { recursive: true, force: true }))
  const bodies = (waiting: Waiting) => {
    const all: string[] = []
    for (let one = waiting.first(); one; one = waiting.first()) {
      all.push(`${one.path} ${one.body}`)
      waiting.removeFirst()
    }
    return all
  }

  test('is there in order after a restart', () => {
    const before = new Waiting(folder, 1_000_000)
    before.add('/v1/metrics', 'a')
    before.add('/v1/logs', 'b')
    const after = new Waiting(folder, 1_000_000)
    after.add('/v1/metrics', 'c')
    expect(bodies(after)).toEqual(['/v1/metrics a', '/v1/logs b', '/v1/metrics c'])
    expect(readdirSync(folder)).toEqual([])
  })

  test('has a limit, and the oldest gives way', () => {
    const waiting = new Waiting(folder, 60)
    for (const body of ['a', 'b', 'c', 'd']) waiting.add('/v1/metrics', body)
    expect(waiting.bytes).toBeLessThanOrEqual(60)
    expect(waiting.dropped).toBe(4 - waiting.size)
    expect(bodies(waiting).at(-1)).toBe('/v1/metrics d')
  })

  test('is left out when the disk spoilt it', () => {
    const before = new Waiting(folder, 1_000)
    before.add('/v1/metrics', 'a')
    before.add('/v1/metrics', 'b')
    writeFileSync(join(folder, readdirSync(folder).sort()[0]!), 'spoilt')
    writeFileSync(join(folder, 'something-else'), '')
    const after = new Waiting(folder, 1_000)
    expect(bodies(after)).toEqual(['/v1/metrics b'])
    expect(after.dropped).toBe(1)
    expect(existsSync(join(folder, 'something-else'))).toBe(true)
  })
})

describe('a line says', () => {
  test.each([
    ['2026-01-05 ERROR could not', 17],
    ['time=… level=warn msg="no error"', 13],
    ['{"level":"info","msg":"ERROR count 0"}', 9],
    ['[error] 7#7: *1 open() failed', 17],
    ['FATAL: the database system is shutting down', 21],
    ['a customer made an error', 0],
    ['DEBUG x', 5],
    ['', 0],
  ])('%j: severity %i', (line, severity) => {
    expect(severityOf(line)).toBe(severity)
  })

  const SEEN = Date.UTC(2026, 0, 5, 12)
  test.each([
    ['2026-01-05T11:59:58.123456Z x', Date.UTC(2026, 0, 5, 11, 59, 58, 123)],
    ['[2026-01-05 12:59:58,5+0100] x', Date.UTC(2026, 0, 5, 11, 59, 58, 500)],
    ['2026-01-05T11:59:58 without a zone is seen now', SEEN],
    ['2024-01-05T11:59:58Z of long ago is seen now', SEEN],
    ['2026-01-06T11:59:58Z of tomorrow is seen now', SEEN],
    ['2026-99-99T11:59:58Z of no day is seen now', SEEN],
  ])('%s', (line, timeMs) => {
    expect(timeOf(line, SEEN)).toBe(timeMs)
  })
})

test('an entry of the journal is a line with its service, level and time', () => {
  const entry = {
    __CURSOR: 's=1;i=2',
    __REALTIME_TIMESTAMP: '1767614400123456',
    MESSAGE: [104, 105],
    PRIORITY: '4',
    _SYSTEMD_UNIT: 'nginx.service',
    _PID: '17',
  }
  expect(parseEntry(JSON.stringify(entry), 0)).toEqual({
    cursor: 's=1;i=2',
    service: 'nginx',
    line: {
      timeMs: 1_767_614_400_123.456,
      severity: 13,
      body: 'hi',
      attributes: { 'process.pid': '17', 'systemd.unit': 'nginx.service' },
    },
  })
  expect(parseEntry('{"__CURSOR":"x"}', 0)).toBeUndefined()
  expect(parseEntry('no json', 0)).toBeUndefined()
})
