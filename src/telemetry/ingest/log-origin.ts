/** Which service and host log labels speak of, for senders that have no resource: the names in use, best first. */
import type { Labels } from '../model.ts'
import { severityOfWord } from './severity.ts'

/** Source of the order: Loki's `discover_service_name`. */
const SERVICE = [
  'service_name',
  'service.name',
  'service',
  'app',
  'application',
  'name',
  'app_kubernetes_io_name',
  'container',
  'container_name',
  'k8s_container_name',
  'component',
  'workload',
  'job',
  'k8s_job_name',
]
const HOST = ['host', 'hostname', 'host_name', 'host.name', 'node_name', 'node', 'instance']
const LEVEL = [
  'level',
  'detected_level',
  'severity',
  'severity_text',
  'lvl',
  'log.level',
  'loglevel',
]
const TRACE = ['trace_id', 'traceid', 'traceID', 'traceId']
const SPAN = ['span_id', 'spanid', 'spanID', 'spanId']

export const serviceOf = (labels: Labels): string => first(labels, SERVICE)
export const hostOf = (labels: Labels): string => first(labels, HOST)
export const traceIdOf = (labels: Labels): string => idOf(first(labels, TRACE), 32)
export const spanIdOf = (labels: Labels): string => idOf(first(labels, SPAN), 16)

/** The severity that a label tells; 0 when none does. */
export const severityOf = (labels: Labels): number => severityOfWord(first(labels, LEVEL))

function first(labels: Labels, names: readonly string[]): string {
  for (const name of names) {
    const value = Object.hasOwn(labels, name) ? labels[name] : undefined
    if (value) return value
  }
  return ''
}

function idOf(text: string, length: number): string {
  const id = text.toLowerCase()
  return id.length === length && /^[0-9a-f]+$/.test(id) && !/^0+$/.test(id) ? id : ''
}
