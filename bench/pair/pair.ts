/**
 * Prometheus and Alertmanager as Debian packages them, on folders of their own: the usual pair. Each can be killed
 * and started again on what it has left.
 */
import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { freePort } from '../../test/harness/free-port.ts'
import { until } from '../telemetry/subject.ts'
import { METRIC, THRESHOLD } from './target.ts'

export interface PairOptions {
  readonly folder: string
  /** Where it posts to. */
  readonly hook: string
  /** `127.0.0.1:port` of what is scraped each second. */
  readonly target: string
  /** So many rules, each about one series. */
  readonly alarms: number
  /** Further options of Prometheus. */
  readonly prometheus?: readonly string[]
  /** Of Alertmanager’s route, where not its defaults. */
  readonly groupIntervalS?: number
}

export interface Pair {
  readonly evaluator: Program
  readonly notifier: Program
  stop(): Promise<void>
}

/** A process that can be killed and started again. */
export interface Program {
  start(): Promise<void>
  kill(signal?: 'SIGKILL' | 'SIGTERM'): Promise<void>
}

export const isPairInstalled = () =>
  ['prometheus', 'prometheus-alertmanager'].every((name) => spawnSync('which', [name]).status === 0)

/** Tuned to tell soon: scrapes and evaluations each second, groups that wait for nothing. */
export async function startPair(options: PairOptions): Promise<Pair> {
  const { folder, prometheus = [] } = options
  mkdirSync(folder, { recursive: true })
  const [port, notifierPort] = [await freePort(), await freePort()]
  writeFileSync(join(folder, 'alertmanager.json'), JSON.stringify(notifierConfig(options)))
  writeFileSync(join(folder, 'rules.json'), JSON.stringify(rules(options)))
  writeFileSync(join(folder, 'prometheus.json'), JSON.stringify(config(options, notifierPort)))
  const notifier = programOf(
    `http://127.0.0.1:${notifierPort}/-/ready`,
    'prometheus-alertmanager',
    [
      `--config.file=${join(folder, 'alertmanager.json')}`,
      `--storage.path=${join(folder, 'alertmanager')}`,
      `--web.listen-address=127.0.0.1:${notifierPort}`,
      // One node: it waits for no others.
      '--cluster.listen-address=',
    ],
  )
  const evaluator = programOf(`http://127.0.0.1:${port}/-/ready`, 'prometheus', [
    `--config.file=${join(folder, 'prometheus.json')}`,
    `--storage.tsdb.path=${join(folder, 'prometheus')}`,
    `--web.listen-address=127.0.0.1:${port}`,
    ...prometheus,
  ])
  const stop = async () => {
    await evaluator.kill('SIGTERM')
    await notifier.kill('SIGTERM')
  }
  try {
    await notifier.start()
    await evaluator.start()
  } catch (error) {
    await stop()
    throw error
  }
  return { evaluator, notifier, stop }
}

function programOf(ready: string, binary: string, args: readonly string[]): Program {
  let child: ChildProcess | undefined
  let ended = Promise.resolve()
  return {
    async start() {
      const started = spawn(binary, args, { stdio: 'ignore' })
      child = started
      ended = new Promise((done) => started.once('exit', () => done()))
      await until(async () => (await fetch(ready)).ok, `the start of ${binary}`)
    },
    async kill(signal = 'SIGKILL') {
      child?.kill(signal)
      await ended
      child = undefined
    },
  }
}

// YAML reads JSON.
const config = ({ folder, target }: PairOptions, notifierPort: number) => ({
  global: { scrape_interval: '1s', scrape_timeout: '1s', evaluation_interval: '1s' },
  rule_files: [join(folder, 'rules.json')],
  alerting: {
    alertmanagers: [{ static_configs: [{ targets: [`127.0.0.1:${notifierPort}`] }] }],
  },
  scrape_configs: [{ job_name: 'bench', static_configs: [{ targets: [target] }] }],
})

const rules = ({ alarms }: PairOptions) => ({
  groups: [
    {
      name: 'bench',
      rules: Array.from({ length: alarms }, (_, i) => ({
        alert: `high-${i}`,
        expr: `${METRIC}{series="${i}"} > ${THRESHOLD}`,
      })),
    },
  ],
})

const notifierConfig = ({ hook, groupIntervalS }: PairOptions) => ({
  route: {
    ...{ receiver: 'hook', group_by: ['alertname'], group_wait: '0s', repeat_interval: '4h' },
    ...(groupIntervalS === undefined ? {} : { group_interval: `${groupIntervalS}s` }),
  },
  receivers: [{ name: 'hook', webhook_configs: [{ url: hook, send_resolved: true }] }],
})
