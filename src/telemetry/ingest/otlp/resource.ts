/**
 * The sender of telemetry: which attributes of its resource become labels of every series, and the
 * service and host of its logs and spans.
 */
import type { Labels } from '../../model.ts'

export interface Origin {
  /** Equal for senders whose series have the same labels. */
  readonly key: string
  readonly service: string
  readonly host: string
  /** Labels that tell senders apart; the sender's own attributes of these names give way. */
  readonly identity: readonly (readonly [string, string])[]
  /** Labels that describe the sender; attributes of a point win over them. */
  readonly description: readonly (readonly [string, string])[]
}

export function originOf(resource: Labels): Origin {
  const service = resource['service.name'] ?? ''
  const namespace = resource['service.namespace']
  const instance = resource['service.instance.id'] ?? ''
  const environment =
    resource['deployment.environment.name'] ?? resource['deployment.environment'] ?? ''
  const identity = present([
    ['service_name', service],
    ['job', namespace && service ? `${namespace}/${service}` : service],
    ['instance', instance],
  ])
  const description = present([
    ['service_version', resource['service.version'] ?? ''],
    ['environment', environment],
  ])
  return {
    key: JSON.stringify([identity, description]),
    service,
    host: resource['host.name'] ?? '',
    identity,
    description,
  }
}

const present = (labels: [string, string][]) => labels.filter(([, value]) => value !== '')
