/** What is said of a measure: by its target, its alarms and what is expected of it. Pure. Unknown is not healthy. */
import type { AlarmView } from '../alarms/index.ts'
import { type Health, isExpected, verdictOf } from '../health/index.ts'
import type { Measured, Verdict } from './panel-data.ts'

const FROM_WORST: readonly Health[] = ['crit', 'warn', 'unk', 'ok']

export function judge(
  newest: readonly number[],
  by: Pick<Measured, 'expected' | 'target' | 'unit'> & {
    /** On the measure; empty when a time in the past is looked at, since they tell of now. */
    readonly alarms: readonly AlarmView[]
    readonly unknown: string | null
  },
): Verdict {
  const { expected, target, unit, alarms, unknown } = by
  const verdicts: { status: Health; reason: string | null }[] = alarms.map(verdictOf)
  if (unknown !== null) verdicts.push({ status: 'unk', reason: unknown })
  else {
    if (target)
      verdicts.push(
        newest.every((one) => meets(one, target))
          ? { status: 'ok', reason: null }
          : {
              status: 'crit',
              reason: `it should be ${target.op} ${target.value}${unit && ` ${unit}`}`,
            },
      )
    const bounds = { min: expected?.min ?? undefined, max: expected?.max ?? undefined }
    if (expected)
      verdicts.push(
        newest.every((one) => isExpected(one, bounds))
          ? { status: 'ok', reason: null }
          : { status: 'warn', reason: 'it is outside of its expected range' },
      )
  }
  if (verdicts.length === 0) return { status: null, reason: null }
  const status = FROM_WORST.find((one) => verdicts.some((verdict) => verdict.status === one))!
  return { status, reason: verdicts.find((verdict) => verdict.status === status)?.reason ?? null }
}

/** The value that speaks for several: the one nearest to trouble. */
export function speakerOf(
  newest: readonly number[],
  { expected, target }: Pick<Measured, 'expected' | 'target'>,
): number | null {
  if (newest.length === 0) return null
  const isLow = target ? target.op === '>=' : expected?.max == null && expected?.min != null
  return isLow ? Math.min(...newest) : Math.max(...newest)
}

const meets = (value: number, { op, value: bound }: NonNullable<Measured['target']>) =>
  op === '>=' ? value >= bound : value <= bound
