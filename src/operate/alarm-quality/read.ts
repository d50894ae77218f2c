/** The quality of every alarm over a window, from the ledger and nothing else. */
import type { Sql } from '#base'
import type { Model } from '#model'
import { judge, type Watched } from './decide.ts'
import { observe, QUALITY_FACTS, type QualityFact } from './firings.ts'
import type { AlarmQuality } from './quality.ts'

export async function readAlarmQuality(
  sql: Sql,
  model: Model,
  window: { readonly fromMs: number; readonly toMs: number },
): Promise<AlarmQuality[]> {
  const { workload } = model
  const rows = await sql<Omit<QualityFact, 'timeMs'> & { time: Date }>`
    select type, subject, time, actor, data - 'plan' - 'params' as data from ledger
    where type = any(${[...QUALITY_FACTS]}) and data->>'workload' = ${workload}
      and time >= ${new Date(window.fromMs).toISOString()} and time <= ${new Date(window.toMs).toISOString()}
    order by position`
  const facts = rows.map(({ time, ...fact }) => ({ ...fact, timeMs: time.getTime() }))
  return judge(await watchedAlarms(sql, model), observe(facts, window))
}

async function watchedAlarms(sql: Sql, model: Model): Promise<Watched[]> {
  const rows = await sql<{ ref: string; at: Date }>`
    select change->>'ref' as ref, min(time) as at
    from ledger, jsonb_array_elements(data->'changes') as change
    where type = 'model.applied' and data->>'workload' = ${model.workload}
      and change->>'ref' like 'alarm:%'
    group by 1`
  const declared = new Map(rows.map(({ ref, at }) => [ref, at.toISOString()]))
  return model.all('alarm').map(({ name, spec }) => ({
    alarm: name,
    title: spec.title,
    owner: spec.owner,
    declaredAt: declared.get(`alarm:${name}`) ?? null,
  }))
}
