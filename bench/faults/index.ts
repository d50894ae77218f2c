/**
 * Four public faults, done to Prometheus with Alertmanager and to the product at the same time, with real processes
 * and a receiver for each that notes what it is told. An alarm is raised, the fault comes and goes, and only then
 * the value is good again: whatever is told in between but one page is wrong.
 */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Figure } from '../figures.ts'
import { isPairInstalled } from '../pair/pair.ts'
import { preciseMs } from '../pair/receiver.ts'
import { HIGH, LOW, openTarget } from '../pair/target.ts'
import { type Fault, faults } from './faults.ts'
import { type Side, startOurs, startTheirs } from './sides.ts'
import { isTold, judge, type Verdict } from './verdict.ts'

const SETTLE_MS = 8_000
/** What a fault has brought about is told by then: alerts end by themselves after 8 s, groups are told each 5 s. */
const AFTERMATH_MS = 20_000
const TOLD_WITHIN_MS = 60_000

const COUNTED = {
  falseRecoveries: 'false recoveries',
  doubled: 'doubled pages',
  lost: 'lost pages',
  requests: 'requests',
} as const

export async function benchFaults(): Promise<readonly Figure[]> {
  const figures: Figure[] = []
  for (const fault of faults) {
    process.stderr.write(`${fault.what}\n`)
    const [ours, theirs] = await Promise.all([
      suffer(fault, (_, target) => startOurs(target)),
      isPairInstalled()
        ? suffer(fault, (folder, target) => startTheirs(folder, target, fault.groupIntervalS))
        : undefined,
    ])
    const [end, page] = (['endToldMs', 'pageToldMs'] as const).map((which) =>
      [ours, theirs].flatMap((one) => (one ? [seconds(one[which])] : [])).join(' and '),
    )
    const note = `the true end is told after ${end}${fault.isBefore ? `; the page ${page} after the fault` : ''}`
    for (const [counted, words] of Object.entries(COUNTED))
      figures.push({
        ...{
          what: `${fault.what}: ${words}`,
          unit: '',
          ours: ours[counted as keyof typeof COUNTED],
        },
        ...{ peer: 'Prometheus + Alertmanager', goal: undefined },
        theirs: theirs?.[counted as keyof typeof COUNTED],
        ...(counted === 'requests' ? { note } : {}),
      })
  }
  return figures
}

type Start = (folder: string, target: Awaited<ReturnType<typeof openTarget>>) => Promise<Side>

async function suffer(fault: Fault, start: Start): Promise<Verdict> {
  const folder = mkdtempSync(join(tmpdir(), 'opsplane-bench-faults-'))
  const target = await openTarget(1)
  let side: Side | undefined
  try {
    side = await start(folder, target)
    await pause(SETTLE_MS)
    if (fault.isBefore) await fault.begin(side, target)
    target.set(0, HIGH)
    if (!fault.isBefore) {
      if (!(await isTold(side.receiver, 'page', TOLD_WITHIN_MS)))
        throw new Error(`nobody was paged before the fault: ${fault.what}`)
      await pause(3_000)
      await fault.begin(side, target)
    }
    await pause(fault.lastsMs)
    await fault.end(side, target)
    const overMs = preciseMs()
    // Who tries again later each time may take a while.
    if (fault.isBefore) await isTold(side.receiver, 'page', TOLD_WITHIN_MS)
    await pause(AFTERMATH_MS)
    target.set(0, LOW)
    const endedMs = preciseMs()
    await isTold(side.receiver, 'recovery', TOLD_WITHIN_MS, endedMs)
    return judge(side.receiver, { overMs, endedMs })
  } finally {
    await side?.stop()
    await target.close()
    rmSync(folder, { recursive: true, force: true })
  }
}

const seconds = (ms: number | undefined) =>
  ms === undefined ? `not within ${TOLD_WITHIN_MS / 1_000} s` : `${(ms / 1_000).toFixed(1)} s`
const pause = (ms: number) => new Promise((resume) => setTimeout(resume, ms))
