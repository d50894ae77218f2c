import { setTimeout as pause } from 'node:timers/promises'
import type { Action } from '../command.ts'
import type { Terminal } from '../terminal.ts'

interface Fact {
  readonly position: number
  readonly time: string
  readonly type: string
  readonly subject: string
  readonly actor: string
}

const LOOK_AGAIN_MS = 1_000

const events: Action = async ({ terminal, connection }, options) => {
  const { call } = connection()
  const {
    type,
    subject,
    limit,
    after: page,
    follow,
  } = options as Record<string, string | undefined>
  const filter = { ...(type ? { type } : {}), ...(subject ? { subject } : {}) }
  const { data, next } = await call('ledger.list', {
    query: { ...filter, ...(page ? { after: page } : {}), limit: Number(limit ?? 50) },
  })
  const facts = [...data].reverse()
  if (terminal.json && !follow) {
    terminal.data(facts, next)
    return
  }
  for (const fact of facts) print(terminal, fact)
  if (!follow) return
  let after = facts.at(-1)?.position ?? 0
  for (;;) {
    const fresh = await call('ledger.list', {
      query: { ...filter, order: 'oldest', after: String(after), limit: 200 },
    })
    for (const fact of fresh.data) print(terminal, fact)
    after = fresh.data.at(-1)?.position ?? after
    if (fresh.data.length === 0) await pause(LOOK_AGAIN_MS)
  }
}

function print(terminal: Terminal, fact: Fact): void {
  if (terminal.json) terminal.item(fact)
  else
    terminal.line(
      `${terminal.dim(String(fact.position).padStart(6))}  ${fact.time.slice(11, 23)}  ${terminal.bold(fact.type.padEnd(26))}  ${fact.subject}  ${terminal.dim(fact.actor)}`,
    )
}
export default events
