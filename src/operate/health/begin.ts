/** Where the charts of a workload begin: of the time before it was declared only what was measured then is shown. */
import type { Model } from '#model'
import type { SignalReader } from '../alarms/index.ts'

const LOOKS = 24

/**
 * As long ago as was asked for; when the workload is younger, when it was declared, or when the first of its success
 * measures has a value.
 *
 * @returns milliseconds since 1970
 */
export async function readBegin(
  model: Model,
  reader: Pick<SignalReader, 'range'>,
  times: { readonly askedMs: number; readonly declaredMs: number; readonly nowMs: number },
): Promise<number> {
  const { askedMs, declaredMs, nowMs } = times
  if (declaredMs <= askedMs) return askedMs
  const stepMs = Math.max(1_000, Math.floor((nowMs - askedMs) / LOOKS))
  const queries = new Set(
    model.all('outcome').map(({ spec }) => model.find(spec.signal, 'signal')?.spec.query ?? ''),
  )
  const firsts = await Promise.all(
    [...queries].map(async (query) => {
      try {
        const all = await reader.range(query, { fromMs: askedMs, toMs: nowMs, stepMs })
        const measured = all.flatMap(({ points }) =>
          points.filter(({ value }) => Number.isFinite(value)).map(({ timeMs }) => timeMs),
        )
        // It may have begun at any time since the look before.
        return Math.min(declaredMs, ...measured.map((timeMs) => timeMs - stepMs))
      } catch {
        // A measure that cannot be read says so itself, beside its chart.
        return declaredMs
      }
    }),
  )
  return Math.max(askedMs, Math.min(declaredMs, ...firsts))
}
