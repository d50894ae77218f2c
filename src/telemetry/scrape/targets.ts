/** From what is declared to whom is asked: the targets of a job after relabelling, each once. Pure. */
import { messageOf } from '#base'
import { compileRelabel, type LabelMap, type Relabel, type RelabelRule } from './relabel.ts'

/** What one declaration asks for. */
export interface ScrapeJob {
  /** Unique among all jobs: `storefront/nodes`. */
  readonly id: string
  /** Value of the label `job`. */
  readonly name: string
  readonly workload: string
  /** Addresses; the path is /metrics unless told. */
  readonly targets: readonly string[]
  readonly intervalMs: number
  readonly timeoutMs: number
  readonly labels: Readonly<Record<string, string>>
  readonly relabel: readonly RelabelRule[]
  readonly metricRelabel: readonly RelabelRule[]
  readonly honorLabels: boolean
  readonly honorTimestamps: boolean
  /** 0 is without a limit. */
  readonly sampleLimit: number
  readonly bodySizeBytes: number
  /** Secrets by name; their values never stand in a job. */
  readonly basicAuth?: { readonly username: string; readonly passwordSecret: string } | undefined
  readonly bearerSecret?: string | undefined
}

export interface Target {
  /** Unique among all targets. */
  readonly key: string
  readonly job: ScrapeJob
  readonly url: string
  /** On each of its series. */
  readonly labels: LabelMap
  readonly metricRelabel: Relabel
}

export interface JobTargets {
  readonly targets: readonly Target[]
  /** Why the job has no targets: a pattern that is none, or an address that relabelling broke. */
  readonly problem?: string
}

export function targetsOf(job: ScrapeJob): JobTargets {
  try {
    const relabel = compileRelabel(job.relabel)
    const metricRelabel = compileRelabel(job.metricRelabel)
    const targets = new Map<string, Target>()
    for (const address of job.targets) {
      const found = relabel(discovered(job, address))
      if (!found) continue
      const url = urlOf(found)
      const labels = publicLabels(found)
      const key = JSON.stringify([job.id, url, ...[...labels].sort(([a], [b]) => (a < b ? -1 : 1))])
      targets.set(key, { key, job, url, labels, metricRelabel })
    }
    return { targets: [...targets.values()] }
  } catch (error) {
    return { targets: [], problem: messageOf(error) }
  }
}

/** The labels that relabelling sees. */
function discovered(job: ScrapeJob, address: string): LabelMap {
  const url = new URL(address)
  const port = url.port || (url.protocol === 'https:' ? '443' : '80')
  const labels = new Map(Object.entries(job.labels))
  labels.set('job', job.name)
  labels.set('__address__', `${url.hostname}:${port}`)
  labels.set('__scheme__', url.protocol.slice(0, -1))
  labels.set('__metrics_path__', url.pathname === '/' ? '/metrics' : url.pathname)
  labels.set('__scrape_interval__', `${job.intervalMs}ms`)
  labels.set('__scrape_timeout__', `${job.timeoutMs}ms`)
  for (const [name, value] of url.searchParams) labels.set(`__param_${name}`, value)
  return labels
}

function urlOf(labels: LabelMap): string {
  const read = (name: string) => labels.get(name) ?? ''
  const url = new URL(`${read('__scheme__')}://${read('__address__')}${read('__metrics_path__')}`)
  for (const [name, value] of labels)
    if (name.startsWith('__param_')) url.searchParams.set(name.slice('__param_'.length), value)
  return url.href
}

function publicLabels(labels: LabelMap): LabelMap {
  const kept = new Map<string, string>()
  for (const [name, value] of labels)
    if (!name.startsWith('__') && value !== '') kept.set(name, value)
  if (!kept.has('instance')) kept.set('instance', labels.get('__address__') ?? '')
  return kept
}
