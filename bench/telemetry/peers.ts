/** The peers that Debian packages. Each is started on a folder of its own, with its defaults. */
import { spawn, spawnSync } from 'node:child_process'
import { mkdirSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { mustBeOk, type Subject, until } from './subject.ts'

interface Peer {
  readonly name: string
  readonly binary: string
  readonly args: (folder: string, port: number) => string[]
  readonly ready: string
  /** Makes what is in memory stand on disk as it will stand there, and tells the folders. */
  readonly flush: (url: string, folder: string) => Promise<readonly string[]>
}

const PEERS: readonly Peer[] = [
  {
    name: 'Prometheus',
    binary: 'prometheus',
    args(folder, port) {
      writeFileSync(join(folder, 'prometheus.yml'), 'scrape_configs: []\n')
      return [
        `--config.file=${join(folder, 'prometheus.yml')}`,
        `--storage.tsdb.path=${join(folder, 'data')}`,
        `--web.listen-address=127.0.0.1:${port}`,
        '--web.enable-remote-write-receiver',
        '--web.enable-admin-api',
      ]
    },
    ready: '/-/ready',
    // A snapshot writes the block that the samples in memory become after two hours.
    async flush(url, folder) {
      const answer = await mustBeOk(
        await fetch(`${url}/api/v1/admin/tsdb/snapshot`, { method: 'POST' }),
      )
      const { data } = (await answer.json()) as { data: { name: string } }
      return [join(folder, 'data/snapshots', data.name)]
    },
  },
  {
    name: 'VictoriaMetrics',
    binary: 'victoria-metrics',
    args: (folder, port) => [
      `-storageDataPath=${join(folder, 'data')}`,
      `-httpListenAddr=127.0.0.1:${port}`,
      '-retentionPeriod=1',
    ],
    ready: '/health',
    async flush(url, folder) {
      await mustBeOk(await fetch(`${url}/internal/force_flush`))
      await mustBeOk(await fetch(`${url}/internal/force_merge`))
      return [join(folder, 'data/data'), join(folder, 'data/indexdb')]
    },
  },
]

export const peerNames = PEERS.map(({ name }) => name)

/** Undefined when it is not installed. */
export async function startPeer(name: string, folder: string): Promise<Subject | undefined> {
  const peer = PEERS.find((one) => one.name === name)!
  if (spawnSync('which', [peer.binary]).status !== 0) return undefined
  mkdirSync(folder, { recursive: true })
  const port = await freePort()
  const url = `http://127.0.0.1:${port}`
  const child = spawn(peer.binary, peer.args(folder, port), { stdio: 'ignore' })
  const exited = new Promise((done) => child.once('exit', done))
  await until(async () => (await fetch(url + peer.ready)).ok, `the start of ${name}`)
  return {
    name,
    pid: child.pid!,
    async send(body) {
      const answer = await fetch(`${url}/api/v1/write`, {
        method: 'POST',
        body: body as Uint8Array<ArrayBuffer>,
        headers: { 'content-type': 'application/x-protobuf', 'content-encoding': 'snappy' },
      })
      await (await mustBeOk(answer)).arrayBuffer()
    },
    async settled() {},
    async diskBytes() {
      const folders = await peer.flush(url, folder)
      const { stdout } = spawnSync('du', ['-sbc', ...folders], { encoding: 'utf8' })
      return Number(/(\d+)\ttotal/.exec(stdout)?.[1])
    },
    async ask(path, parameters) {
      const answer = await fetch(`${url}/api/v1/${path}?${new URLSearchParams(parameters)}`)
      return ((await (await mustBeOk(answer)).json()) as { data: never }).data
    },
    async stop() {
      child.kill('SIGTERM')
      await exited
    },
  }
}

function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const { port } = server.address() as { port: number }
      server.close(() => resolve(port))
    })
  })
}
