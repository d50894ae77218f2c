/** Programs of others, unmodified, send to the product and read from it as they would with what they were made for. */
import { spawnSync } from 'node:child_process'
import { createSocket } from 'node:dgram'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, beforeEach, expect, test, vi } from 'vitest'
import { freePort } from '../harness/free-port.ts'
import { type Product, startProduct } from '../harness/product.ts'
import { areInstalled, type Program, startProgram } from '../harness/programs.ts'

const SOON = { timeout: 30_000, interval: 100 }

let product: Product
let syslogPort: number
let statsdPort: number
let token: string
let folder: string
const programs: Program[] = []

beforeAll(async () => {
  ;[syslogPort, statsdPort] = await Promise.all([freePort(), freePort()])
  product = await startProduct({
    env: { OPSPLANE_SYSLOG_PORT: `${syslogPort}`, OPSPLANE_STATSD_PORT: `${statsdPort}` },
  })
  token = readFileSync(join(product.data, 'token'), 'utf8').trim()
})
afterAll(() => product?.stop())
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'opsplane-clients-'))
})
afterEach(async () => {
  await Promise.all(programs.splice(0).map((program) => program.stop()))
  rmSync(folder, { recursive: true, force: true })
})

function start(command: string, args: readonly string[], env: NodeJS.ProcessEnv = {}): Program {
  const program = startProgram(command, args, env)
  programs.push(program)
  return program
}

/** A file of the client's configuration in the folder of the test. */
function file(name: string, text: string): string {
  const path = join(folder, name)
  writeFileSync(path, text)
  return path
}

async function ask(query: string) {
  const { data } = await product.call('query.promql', { query: { query } })
  return data.series.map(({ labels, points }) => ({ labels, value: points[0]![1]! }))
}

async function found(search: string) {
  const { data } = await product.call('logs.search', { query: { query: search } })
  return data.logs
}

const canRun = (...names: string[]) => ({ skip: !areInstalled(...names) })

test('the OpenTelemetry SDK: metrics, logs and traces of an app that is told only where to', async () => {
  const app = start(process.execPath, ['--import', 'tsx', 'test/harness/instrumented-app.ts'], {
    OTEL_EXPORTER_OTLP_ENDPOINT: product.url,
  })
  expect(await app.ended(), app.said()).toBe(0)
  await vi.waitFor(async () => {
    const [orders] = await ask('sdk_orders_total')
    expect(orders).toMatchObject({ value: 3, labels: { order_kind: 'gift', job: 'sdk-app' } })
    const [count] = await ask('sdk_order_duration_seconds_count')
    expect(count?.value).toBe(1)
    const [log] = await found('service:sdk-app')
    expect(log).toMatchObject({ body: 'the card was declined', level: 'error' })
    const { data } = await product.call('traces.show', { params: { trace: log!.traceId } })
    expect(data.spans.map(({ name, status }) => [name, status])).toEqual([
      ['POST /orders', 'unset'],
      ['charge the card', 'error'],
    ])
    expect(data.logs).toHaveLength(1)
  }, SOON)
})

test('collectd: load, memory and interfaces by write_http', canRun('collectd'), async () => {
  const config = file(
    'collectd.conf',
    `Hostname "db-1"
BaseDir "${folder}"
PIDFile "${folder}/collectd.pid"
TypesDB "/usr/share/collectd/types.db"
Interval 1
LoadPlugin load
LoadPlugin memory
LoadPlugin interface
LoadPlugin write_http
<Plugin write_http>
  <Node "opsplane">
    URL "${product.url}/collectd"
    Format "JSON"
    StoreRates false
    BufferSize 4096
  </Node>
</Plugin>
`,
  )
  const collectd = start('collectd', ['-f', '-C', config])
  await vi.waitFor(async () => {
    const [load] = await ask('collectd_load_shortterm{instance="db-1"}')
    expect(load?.labels, collectd.said()).toMatchObject({ job: 'collectd' })
    const memory = await ask('collectd_memory{instance="db-1"}')
    expect(memory.map(({ labels }) => labels.memory)).toEqual(expect.arrayContaining(['free']))
    const [received] = await ask('collectd_interface_if_octets_rx_total{interface="lo"}')
    expect(received?.value).toBeGreaterThan(0)
  }, SOON)
})

test(
  'Prometheus: it scrapes the server, and what it knows is here by remote write',
  canRun('prometheus', 'promtool'),
  async () => {
    const port = await freePort()
    const target = new URL(product.url).host
    const job = (name: string, address: string) => ({
      job_name: name,
      static_configs: [{ targets: [address] }],
    })
    const write = {
      url: `${product.url}/api/v1/write`,
      queue_config: { batch_send_deadline: '1s' },
      metadata_config: { send_interval: '1s' },
    }
    const config = {
      global: { scrape_interval: '1s', external_labels: { site: 'north' } },
      scrape_configs: [job('opsplane', target), job('nobody', '127.0.0.1:1')],
      remote_write: [write],
    }
    const prometheus = start('prometheus', [
      // YAML takes JSON.
      `--config.file=${file('prometheus.yml', JSON.stringify(config))}`,
      `--storage.tsdb.path=${join(folder, 'prometheus')}`,
      `--web.listen-address=127.0.0.1:${port}`,
    ])
    const there = (query: string) => valuesAt(`http://127.0.0.1:${port}`, query)
    const here = (query: string) => valuesAt(`${product.url}/prometheus`, query)
    await vi.waitFor(async () => {
      const accepted = 'opsplane_telemetry_accepted_total'
      expect(await there(`count by (job, instance) (${accepted})`)).toEqual([
        [{ instance: target, job: 'opsplane' }, '3'],
      ])
      // What it has scraped from us came back to us.
      expect(await here(`count(${accepted}{site="north"})`), prometheus.said()).toEqual([[{}, '3']])
      const { data } = await prometheusGet(`${product.url}/prometheus`, 'metadata', {
        metric: accepted,
      })
      expect(data).toMatchObject({ [accepted]: [{ type: 'counter' }] })
      // The same questions have the same answers on both sides.
      const questions = (site: string) => [
        `sum by (job) (up{${site}})`,
        `count by (__name__) ({job="opsplane",${site}})`,
      ]
      expect(await Promise.all(questions('site="north"').map(here))).toEqual(
        await Promise.all(questions('').map(there)),
      )
    }, SOON)
    const metrics = await fetch(`${product.url}/metrics`).then((response) => response.text())
    const checked = spawnSync('promtool', ['check', 'metrics'], {
      input: metrics,
      encoding: 'utf8',
    })
    expect(checked.stderr).toBe('')
  },
)

/** Labels and value of each series, in the order of their labels. */
async function valuesAt(url: string, query: string): Promise<[object, string][]> {
  const { data } = await prometheusGet(url, 'query', { query })
  const { result } = data as { result: { metric: object; value: [number, string] }[] }
  const found = result.map(({ metric, value }): [object, string] => [metric, value[1]])
  return found.sort((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1))
}

async function prometheusGet(url: string, path: string, query: Record<string, string>) {
  const response = await fetch(`${url}/api/v1/${path}?${new URLSearchParams(query)}`, {
    headers: { authorization: `Bearer ${token}` },
  })
  return (await response.json()) as { data: unknown }
}

test(
  'promtool query: instant, range, series and labels, with a token',
  canRun('promtool'),
  async () => {
    const now = Math.floor(Date.now() / 1_000)
    await gauge('promtool_level', now)
    // This promtool knows no header, and takes the token as the password of the address.
    const server = `${product.url.replace('://', `://promtool:${token}@`)}/prometheus`
    const promtool = (kind: string, ...args: string[]) => {
      const ran = spawnSync('promtool', ['query', kind, ...args], {
        encoding: 'utf8',
      })
      return { ...ran, said: `${ran.stdout}${ran.stderr}` }
    }
    await vi.waitFor(() => {
      const { said } = promtool('instant', server, 'promtool_level * 2')
      expect(said).toMatch(/^\{.*depth="low".*\} => 42 @\[[\d.]+\]\n$/)
    }, SOON)
    const range = promtool(
      'range',
      `--start=${now - 30}`,
      `--end=${now}`,
      '--step=15s',
      server,
      'promtool_level',
    )
    expect(range.said).toMatch(/promtool_level\{.*\} =>\n21 @\[\d+\]/)
    const series = promtool('series', '--match=promtool_level', `--start=${now - 60}`, server)
    expect(series.said).toContain('depth="low"')
    const labels = promtool('labels', server, 'depth')
    expect(labels.said).toBe('low\n')
    const mistaken = promtool('instant', server, 'sum(')
    expect(mistaken.status).toBe(1)
    expect(mistaken.said).toContain('parse error')
    const other = spawnSync('promtool', ['query', 'instant', `${product.url}/prometheus`, 'up'], {
      encoding: 'utf8',
    })
    expect([other.status, other.stderr]).toMatchObject([1, expect.stringMatching(/token|sign/i)])
  },
)

/** One sample of 21, as OTLP. */
async function gauge(name: string, atS: number): Promise<void> {
  const point = {
    timeUnixNano: `${atS}000000000`,
    asDouble: 21,
    attributes: [{ key: 'depth', value: { stringValue: 'low' } }],
  }
  const metrics = [{ name, gauge: { dataPoints: [point] } }]
  const response = await fetch(`${product.url}/v1/metrics`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ resourceMetrics: [{ scopeMetrics: [{ metrics }] }] }),
  })
  expect(response.status).toBe(200)
}

test('logger: RFC 5424 and 3164 by UDP and TCP', canRun('logger'), async () => {
  const to = ['--server', '127.0.0.1', '--port', `${syslogPort}`, '-p', 'user.err']
  const ways: Record<string, string[]> = {
    'udp-5424': ['--udp', '--rfc5424'],
    'udp-3164': ['--udp', '--rfc3164'],
    'tcp-5424': ['--tcp', '--rfc5424', '--octet-count'],
    'tcp-3164': ['--tcp', '--rfc3164'],
  }
  for (const [name, way] of Object.entries(ways)) {
    const sent = spawnSync('logger', [...to, ...way, '-t', name, `a card was refused: ${name}`])
    expect(`${sent.stderr}`).toBe('')
  }
  await vi.waitFor(async () => {
    for (const name of Object.keys(ways))
      expect(await found(`service:${name}`)).toMatchObject([
        {
          body: `a card was refused: ${name}`,
          level: 'error',
          attributes: { 'syslog.facility': 'user' },
        },
      ])
  }, SOON)
})

test('rsyslog: what it forwards by TCP and UDP', canRun('rsyslogd', 'logger'), async () => {
  const intake = await freePort()
  const forward = (protocol: string, more: string) =>
    `action(type="omfwd" target="127.0.0.1" port="${syslogPort}" protocol="${protocol}" ${more})`
  const config = file(
    'rsyslog.conf',
    `global(workDirectory="${folder}")
module(load="imudp")
input(type="imudp" address="127.0.0.1" port="${intake}")
if $programname == 'by-udp' then ${forward('udp', 'template="RSYSLOG_ForwardFormat"')}
if $programname == 'by-tcp' then ${forward('tcp', 'TCP_Framing="octet-counted" template="RSYSLOG_SyslogProtocol23Format"')}
if $programname == 'by-lines' then ${forward('tcp', 'template="RSYSLOG_SyslogProtocol23Format"')}
`,
  )
  const rsyslog = start('rsyslogd', ['-n', '-f', config, '-i', join(folder, 'rsyslog.pid')])
  const services = ['by-udp', 'by-tcp', 'by-lines']
  await vi.waitFor(async () => {
    // Until it listens, packets go nowhere: the word comes again.
    for (const service of services)
      spawnSync('logger', [
        '--udp',
        '--server',
        '127.0.0.1',
        '--port',
        `${intake}`,
        '-t',
        service,
        '-p',
        'daemon.warning',
        `forwarded ${service}`,
      ])
    for (const service of services)
      expect((await found(`service:${service}`))[0], rsyslog.said()).toMatchObject({
        body: `forwarded ${service}`,
        level: 'warn',
        attributes: { 'syslog.facility': 'daemon' },
      })
  }, SOON)
})

test('pino-loki: a shipper that speaks Loki', async () => {
  const shipper = start(process.execPath, [
    'node_modules/pino-loki/dist/cli.mjs',
    ...['--hostname', product.url, '--batching-interval', '1', '--replaceTimestamp'],
    ...['--labels', JSON.stringify({ app: 'checkout' })],
  ])
  const line = (level: number, msg: string) =>
    `${JSON.stringify({ level, time: Date.now(), pid: 7, hostname: 'till-3', msg, orderId: 'o-9' })}\n`
  shipper.tell(line(30, 'order placed') + line(50, 'card declined'))
  await vi.waitFor(async () => {
    const logs = await found('service:checkout')
    expect(logs, shipper.said()).toHaveLength(2)
    expect(new Set(logs.map(({ level }) => level))).toEqual(new Set(['info', 'error']))
    expect(await found('service:checkout declined')).toHaveLength(1)
  }, SOON)
})

test('a statsd client: counters, timers and gauges by UDP', async () => {
  const socket = createSocket('udp4')
  const send = (line: string) =>
    new Promise<void>((done, fail) =>
      socket.send(line, statsdPort, '127.0.0.1', (error) => (error ? fail(error) : done())),
    )
  await send('statsd.orders:2|c|#service:till\nstatsd.orders:3|c|@0.5|#service:till')
  await send('statsd.queue:7|g|#service:till')
  await send('statsd.pay:250|ms|#service:till')
  socket.close()
  await vi.waitFor(async () => {
    expect(await ask('statsd_orders_total')).toMatchObject([
      { value: 8, labels: { job: 'statsd', service_name: 'till' } },
    ])
    expect(await ask('statsd_queue')).toMatchObject([{ value: 7 }])
    expect(await ask('statsd_pay_seconds_sum')).toMatchObject([{ value: 0.25 }])
  }, SOON)
})
