/** What the server says: that it answers, that it is ready, and that its clock is ours. */
import { type Finding, ill, well } from './finding.ts'

const LIMIT_MS = 5_000
/** The header of the server has whole seconds. */
const CLOCKS_APART_MS = 5_000

/** Undefined findings could not be made, since nothing answers. */
export async function checkServer(
  url: string,
): Promise<{ readonly reachable: boolean; readonly findings: readonly Finding[] }> {
  const beforeMs = Date.now()
  const answer = await fetch(`${url}/readyz`, { signal: AbortSignal.timeout(LIMIT_MS) }).catch(
    () => undefined,
  )
  if (!answer)
    return {
      reachable: false,
      findings: [
        ill('server', `nothing answers at ${url}`, 'npm start, or name another one: --server URL'),
      ],
    }
  const middleMs = (beforeMs + Date.now()) / 2
  const body = (await answer.json().catch(() => ({}))) as { missing?: string[] }
  return {
    reachable: true,
    findings: [
      well('server', url),
      answer.ok
        ? well('ready', 'the stores answer')
        : ill(
            'ready',
            body.missing?.join(', ') || `status ${answer.status}`,
            'Wait for the start, or look into the log of the server.',
          ),
      ...clock(answer.headers.get('date'), middleMs),
    ],
  }
}

function clock(date: string | null, nowMs: number): Finding[] {
  if (!date) return []
  const apartMs = Math.abs(nowMs - (Date.parse(date) + 500))
  return [
    apartMs <= CLOCKS_APART_MS
      ? well('clock', 'the clock of the server is that of this machine')
      : ill(
          'clock',
          `the clocks are ${Math.round(apartMs / 1_000)} s apart`,
          'Let both machines take their time from NTP.',
        ),
  ]
}
