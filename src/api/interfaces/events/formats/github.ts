/** Webhooks of GitHub: deployments become changes, workflows that fail become events and alerts. */
import { createHmac } from 'node:crypto'
import { z } from 'zod'
import { deploymentFinished, eventReceived } from '#ledger'
import { NEVER_MS, type PushedAlert, type Received, saidAt } from '#operate'
import {
  type EventFormat,
  jsonOf,
  NotGenuine,
  NotUnderstood,
  type Source,
  secretOf,
} from '../format.ts'
import { isSame } from '../same.ts'

// Source: https://docs.github.com/webhooks/webhook-events-and-payloads
const Text = z.string().min(1).max(500)
const Repository = z.object({ full_name: Text, name: Text })
const DeploymentStatus = z.object({
  repository: Repository,
  deployment: z.object({ environment: Text, ref: Text, sha: Text.optional() }),
  deployment_status: z.object({
    state: Text,
    updated_at: z.string().optional(),
    target_url: z.string().max(2_000).nullish(),
  }),
})
const WorkflowRun = z.object({
  action: Text,
  repository: Repository,
  workflow_run: z.object({
    name: Text.nullish(),
    path: Text.nullish(),
    head_branch: Text.nullish(),
    head_sha: Text.nullish(),
    conclusion: Text.nullish(),
    html_url: z.string().max(2_000).default(''),
    updated_at: z.string().optional(),
  }),
})
const Release = z.object({
  action: Text,
  repository: Repository,
  release: z.object({
    tag_name: Text,
    html_url: z.string().max(2_000).default(''),
    published_at: z.string().nullish(),
  }),
})

const FAILED = new Set(['failure', 'timed_out', 'startup_failure'])

type Said = Omit<Received, 'deliveryId'>
const nothing = (ignored: string): Said => ({ alerts: [], facts: [], ignored })

export const github: EventFormat = {
  name: 'github',
  prove(message, source, rim) {
    const hmac = createHmac('sha256', secretOf(source, rim)).update(message.body).digest('hex')
    const given = message.header('x-hub-signature-256')
    if (given === undefined) throw new NotGenuine({ source: source.name, why: 'it is not signed' })
    if (!isSame(given, `sha256=${hmac}`))
      throw new NotGenuine({ source: source.name, why: 'its signature is not right' })
  },
  read(message, source) {
    const deliveryId = message.header('x-github-delivery')
    const event = message.header('x-github-event')
    if (!deliveryId || !event)
      throw new NotUnderstood({ source: source.name, why: 'it has no X-GitHub-Delivery or -Event' })
    const id = deliveryId.slice(0, 200)
    const read = readers[event]
    const said = read
      ? read(jsonOf(message, source), source, id)
      : nothing(`${event} is of no interest`)
    return { deliveryId: id, ...said }
  },
}

const readers: Readonly<Record<string, (json: unknown, source: Source, id: string) => Said>> = {
  deployment_status(json, source, deliveryId) {
    const {
      repository,
      deployment,
      deployment_status: status,
    } = parse(DeploymentStatus, json, source)
    const isOver = ['success', 'failure', 'error'].includes(status.state)
    if (!isOver) return nothing(`the deployment is ${status.state}`)
    const component = componentOf(repository, source)
    const fact = deploymentFinished(
      `component:${component}`,
      {
        ...{ workload: source.workload, component, environment: deployment.environment },
        ...{ version: deployment.ref, previous: null, deliveryId: `${source.name}#${deliveryId}` },
        outcome: status.state === 'success' ? 'success' : 'failure',
      },
      { source: source.name, timeMs: timeOf(status.updated_at, source) },
    )
    return { alerts: [], facts: [fact] }
  },

  workflow_run(json, source, deliveryId) {
    const { action, repository, workflow_run: run } = parse(WorkflowRun, json, source)
    if (action !== 'completed') return nothing(`the workflow is ${action}`)
    const conclusion = run.conclusion ?? ''
    const hasFailed = FAILED.has(conclusion)
    if (!hasFailed && conclusion !== 'success')
      return nothing(`the workflow ended as ${conclusion}`)
    const workflow = run.name ?? run.path ?? 'workflow'
    const branch = run.head_branch ?? ''
    const identity = `${repository.full_name}/${workflow}@${branch}`
    const labels = {
      ...{ repository: repository.full_name, workflow, branch },
      component: componentOf(repository, source),
    }
    const title = `${workflow} of ${repository.full_name} ${hasFailed ? 'failed' : 'succeeded'}${branch && ` on ${branch}`}`
    const saidMs = timeOf(run.updated_at, source)
    const alert: PushedAlert = {
      ...{ source: source.name, identity, url: run.html_url, annotations: { summary: title } },
      labels: { alertname: 'workflow-failed', ...labels, source: source.name },
      ...{ startsMs: saidMs, saidMs, receivedMs: source.nowMs },
      endsMs: hasFailed ? NEVER_MS : Math.min(saidMs, source.nowMs),
    }
    if (!hasFailed) return { alerts: [alert], facts: [] }
    const fact = eventReceived(
      `event-source:${source.name}`,
      {
        ...{
          workload: source.workload,
          source: source.name,
          type: 'workflow.failed',
          title,
          labels,
        },
        ...{ identity, severity: null, state: conclusion, url: run.html_url, deliveryId },
      },
      { source: source.name, timeMs: saidMs },
    )
    return { alerts: [alert], facts: [fact] }
  },

  release(json, source, deliveryId) {
    const { action, repository, release } = parse(Release, json, source)
    if (action !== 'published') return nothing(`the release is ${action}`)
    const fact = eventReceived(
      `event-source:${source.name}`,
      {
        ...{ workload: source.workload, source: source.name, type: 'release.published' },
        title: `${repository.full_name} ${release.tag_name} was released`,
        ...{ severity: null, state: null, identity: `${repository.full_name}@${release.tag_name}` },
        labels: {
          ...{ repository: repository.full_name, version: release.tag_name },
          component: componentOf(repository, source),
        },
        ...{ url: release.html_url, deliveryId },
      },
      { source: source.name, timeMs: timeOf(release.published_at, source) },
    )
    return { alerts: [], facts: [fact] }
  },
}

function parse<Shape>(shape: z.ZodType<Shape>, json: unknown, { name }: Source): Shape {
  const parsed = shape.safeParse(json)
  if (parsed.success) return parsed.data
  const { path, message } = parsed.error.issues[0]!
  throw new NotUnderstood({ source: name, why: `${path.join('.')} ${message}`.trim() })
}

function componentOf({ full_name, name }: z.infer<typeof Repository>, { spec }: Source): string {
  return spec.components[full_name] ?? spec.components[name] ?? name
}

function timeOf(text: string | null | undefined, { nowMs }: Source): number {
  const timeMs = text ? Date.parse(text) : Number.NaN
  return timeMs >= 0 ? Math.min(saidAt(timeMs, nowMs), nowMs) : nowMs
}
