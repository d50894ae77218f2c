/**
 * Syslog messages as log records: RFC 5424 and RFC 3164. They come by UDP and TCP and not by HTTP, so this is no
 * entry of the list: who listens hands in the messages and the address they came from.
 */
import type { LogRecord } from '../model.ts'
import { Checks, msOf } from './checks.ts'
import type { DecodeContext, Decoded } from './format.ts'
import { severityOfSyslog } from './severity.ts'
import { readSyslogMessage } from './syslog/message.ts'

export { MAX_MESSAGE_BYTES, SyslogFraming } from './syslog/framing.ts'

const FACILITIES =
  'kern user mail daemon auth syslog lpr news uucp cron authpriv ftp ntp audit alert clock local0 local1 local2 local3 local4 local5 local6 local7'.split(
    ' ',
  )

/** @param sender the address that the messages came from, for those that do not name their host */
export function decodeSyslog(
  messages: readonly Uint8Array[],
  sender: string,
  context: DecodeContext,
): Decoded {
  const checks = new Checks('logs', context)
  const records: LogRecord[] = []
  for (const bytes of messages) {
    const record = recordOf(bytes, sender, checks)
    if (record) records.push(record)
  }
  return {
    batch: { signal: 'logs', records },
    accepted: records.length,
    rejected: checks.rejections.toResult(),
  }
}

function recordOf(bytes: Uint8Array, sender: string, checks: Checks): LogRecord | undefined {
  const { nowMs, limits } = checks
  const message = readSyslogMessage(bytes, nowMs)
  if (message.body === '' && message.app === '' && message.id === '') {
    checks.reject('empty', 'It says nothing.')
    return undefined
  }
  const arrivedNs = BigInt(Math.round(nowMs)) * 1_000_000n
  const { host, app, process, id, data, facility } = message
  const timeNs = message.timeNs ?? arrivedNs
  const attributes = {
    ...data,
    ...present({
      'syslog.facility': FACILITIES[facility] ?? '',
      'syslog.procid': process,
      'syslog.msgid': id,
    }),
  }
  if (!checks.time(msOf(timeNs)) || !checks.attributes(attributes)) return undefined
  const from = host || sender
  return {
    timeNs,
    observedMs: nowMs,
    service: app,
    host: from,
    severity: severityOfSyslog(message.severity),
    traceId: '',
    spanId: '',
    body: message.body.slice(0, limits.maxBodyLength),
    attributes,
    resource: present({ 'service.name': app, 'host.name': from }),
  }
}

const present = (values: Record<string, string>) =>
  Object.fromEntries(Object.entries(values).filter(([, value]) => value !== ''))
