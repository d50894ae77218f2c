/** Another system decides and sends the alert; whether it is heard decides what its silence means. */
import { durationMs } from '#base'
import { claimsOf, ownerOf, readPushed, samplesOf } from '../pushed/index.ts'
import type { AlarmKind } from './kind.ts'

export const pushed: AlarmKind<'pushed'> = {
  kind: 'pushed',
  source({ pushed: spec }, { model, name }) {
    if (!spec) return undefined
    const claims = claimsOf(model)
    const resendMs = durationMs(spec.resendEvery)
    return {
      reads: claims,
      async read(nowMs, { sql, workload }) {
        const { alerts, heardMs } = await readPushed(sql, workload)
        const own = alerts.filter((alert) => ownerOf(alert, claims) === name)
        return samplesOf(own, heardMs, { nowMs, resendMs })
      },
      breached: (value) => value === 1,
      recovered: (value) => value === 0,
      // Nothing that was ever sent is nothing to say; what was sent and is kept no longer stays as it is.
      onMissing: 'keep',
      clearedBy: 'source',
    }
  },
  words({ pushed: spec }, name) {
    const wanted = Object.entries(spec?.match ?? {}).map(([label, value]) => `${label}="${value}"`)
    return {
      looksAt: `alerts of ${spec?.source ?? 'any source'}`,
      when: wanted.length > 0 ? wanted.join(', ') : `alertname is ${name}`,
    }
  },
}
