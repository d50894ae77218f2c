/** Which alarms were raised, the first first: what breaks first is nearer to the cause than what breaks later. */
import { alarmRaised } from '#ledger'
import type { EvidenceSource } from '../evidence.ts'

const MOST = 200

export const alarms: EvidenceSource = {
  name: 'alarm',
  weight: 0.3,
  async collect({ ledger, model, incident, trouble }) {
    const facts = await ledger.read({ types: [alarmRaised.type], newestFirst: true, limit: MOST })
    const raised = facts
      .map((fact) => ({ ...fact, data: fact.data as Parameters<typeof alarmRaised>[1] }))
      .filter(({ time, data }) => {
        const atMs = Date.parse(time)
        return data.workload === incident.workload && atMs >= trouble.fromMs && atMs <= trouble.toMs
      })
      .sort((a, b) => a.time.localeCompare(b.time))
    const componentOf = (alarm: string) => {
      const signal = model?.get('alarm', alarm)?.spec.signal
      return signal ? model?.find(signal, 'signal')?.spec.component : undefined
    }
    const first = raised.find(({ data }) => componentOf(data.alarm))
    return {
      items: raised.map(({ time, data }) => ({
        ...{ kind: 'alarm', at: time, about: `alarm:${data.alarm}` },
        text: data.value === null ? data.title : `${data.title}, at ${data.value}`,
        look: `alarms/${data.alarm}`,
      })),
      suspects: first
        ? [
            {
              ...{ name: componentOf(first.data.alarm)!, score: 1 },
              reasons: [`its alarm ${first.data.alarm} was raised first`],
            },
          ]
        : [],
    }
  },
}
