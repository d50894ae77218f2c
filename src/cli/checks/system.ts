/** What needs a token: that it works, that messages arrive, and that the ledger is whole. */

import type { Client } from '#api/client'
import { formatBytes } from '../format-bytes.ts'
import { type Finding, ill, well } from './finding.ts'
import { checkTargets } from './targets.ts'

const DAY_MS = 86_400_000
const LONG_MS = 5 * 60_000

export async function checkSystem(call: Client, nowMs: number): Promise<readonly Finding[]> {
  const token = await checkToken(call)
  if (!token.ok) return [token]
  return [
    token,
    await checkTelemetry(call),
    ...(await checkTargets(call)),
    await checkMessages(call, nowMs),
    await checkLedger(call),
  ]
}

async function checkToken(call: Client): Promise<Finding> {
  try {
    const { data } = await call('session.show')
    return well('token', `${data.account}, ${data.role}`)
  } catch (error) {
    return ill(
      'token',
      (error as Error).message,
      'Name the data folder of the server (--data DIR), or set OPSPLANE_TOKEN.',
    )
  }
}

async function checkTelemetry(call: Client): Promise<Finding> {
  const check = 'telemetry'
  const mend = 'See the log of the server; what is sent meanwhile waits in the spool.'
  try {
    const { data } = await call('telemetry.storage')
    const found = `${data.place}, ${data.state}, ${formatBytes(data.bytes)}`
    return data.state === 'ok' ? well(check, found) : ill(check, found, mend)
  } catch (error) {
    return ill(check, (error as Error).message, mend)
  }
}

async function checkMessages(call: Client, nowMs: number): Promise<Finding> {
  const { data: workloads } = await call('workloads.list')
  const messages = await Promise.all(
    workloads.flatMap(({ name: workload }) =>
      (['failed', 'queued'] as const).map(
        async (state) => (await call('notifications.list', { query: { workload, state } })).data,
      ),
    ),
  )
  const stuck = messages
    .flat()
    .filter(({ state, queuedAt }) => {
      const ageMs = nowMs - Date.parse(queuedAt)
      return state === 'failed' ? ageMs < DAY_MS : ageMs > LONG_MS
    })
    .sort((a, b) => b.queuedAt.localeCompare(a.queuedAt))
  const [newest] = stuck
  if (!newest) return well('messages', 'none failed today, none waits')
  const { recipient, channel, address, reason } = newest
  return ill(
    'messages',
    `${stuck.length} did not arrive; the newest to ${recipient} by ${channel} (${address}): ${reason ?? 'still queued'}`,
    'Check the address in the model, and OPSPLANE_SMTP_URL for mail; queued messages go on by themselves.',
  )
}

async function checkLedger(call: Client): Promise<Finding> {
  const { data } = await call('ledger.verify')
  return data.ok
    ? well('ledger', `${data.checked} facts in an unbroken chain`)
    : ill(
        'ledger',
        `fact ${data.broken?.position}: ${data.broken?.why}`,
        'Somebody wrote around the ledger. Keep a copy of the data folder, and restore the last one that verifies.',
      )
}
