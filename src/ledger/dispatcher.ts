/**
 * Gives every reaction every fact of its kinds, once and in order, and fires timers that are due.
 *
 * Wake-up hints (commits of this process, notifications of other nodes) make it quick; looking again
 * every second is the guarantee. Any number of nodes may run it: the cursor row decides who answers.
 */
import { type Log, messageOf } from '#base'
import { reactionParked, timerFired, timerSet } from './events/index.ts'
import type { Fact } from './fact.ts'
import { createFollower } from './follower.ts'
import type { Ledger } from './ledger.ts'
import type { Reaction } from './reaction.ts'
import { createTail } from './tail.ts'

export interface Dispatcher {
  start(): Promise<void>
  stop(): Promise<void>
  /** Answers until nothing is left to answer and no timer is due: for tests and for orderly stops. */
  settle(): Promise<void>
}

const LOOK_AGAIN_MS = 1_000
const TIMERS_AT_ONCE = 100
const MAX_ATTEMPTS = 5

interface Progress {
  readonly reaction: Reaction
  readonly types: readonly string[]
  /** How far it has read; behind it lies nothing to answer. */
  position: number
  /** Not before this time, after a failure; milliseconds of the process's clock. */
  retryAt: number
}

export function createDispatcher(options: {
  ledger: Ledger
  reactions: readonly Reaction[]
  log: Log
}): Dispatcher {
  const { ledger, reactions, log } = options
  const wantedTypes = new Set(reactions.flatMap(({ answers }) => answers.map(({ type }) => type)))
  const wanted = [...wantedTypes]
  let progress: Progress[] | undefined
  /** The newest fact that is known here. */
  let head = 0
  ledger.onCommit(({ position }) => {
    head = Math.max(head, position)
  })

  async function load(): Promise<Progress[]> {
    const loaded: Progress[] = []
    for (const reaction of reactions) {
      // A reaction that is new to this ledger begins now: nobody is paged about last year.
      const [row] = await ledger.database.sql<{ position: number }>`
        insert into reaction_cursor (name, position)
        select ${reaction.name}, position from ledger_head
        on conflict (name) do update set name = excluded.name
        returning position`
      const types = [...new Set(reaction.answers.map((answer) => answer.type))]
      loaded.push({ reaction, types, position: row!.position, retryAt: 0 })
    }
    return loaded
  }

  /**
   * One pass over all reactions; true when anything was answered. Facts are read once for all of them, and what
   * one reaction answers is seen by those behind it in the same pass: the list stands in the order of the chain.
   */
  async function answerAll(patient: boolean): Promise<boolean> {
    progress ??= await load()
    const due = progress.filter(({ retryAt }) => !patient || retryAt <= Date.now())
    head = Math.max(head, await ledger.head())
    const from = Math.min(head, ...due.map(({ position }) => position))
    const tail = createTail({ ledger, from, wanted, head: () => head })
    let answered = false
    for (const one of due) {
      const { facts, upTo } = await tail.behind(one.position, one.types)
      if (facts.length > 0) answered = (await answerBatch(one, facts)) || answered
      else one.position = Math.max(one.position, upTo)
    }
    return answered
  }

  async function answerBatch(one: Progress, facts: readonly Fact[]): Promise<boolean> {
    const { reaction } = one
    for (const fact of facts) {
      try {
        await ledger.transact({ actor: `reaction:${reaction.name}`, cause: fact }, async (tx) => {
          const [cursor] = await tx.sql<{ position: number }>`
            select position from reaction_cursor where name = ${reaction.name} for update`
          // Another node has answered in the meantime.
          if (cursor!.position >= fact.position) return
          for (const answer of reaction.answers)
            if (answer.type === fact.type) await answer.give(fact, tx)
          await tx.sql`
            update reaction_cursor set position = ${fact.position}, attempts = 0, error = null
            where name = ${reaction.name}`
        })
        one.position = fact.position
        one.retryAt = 0
      } catch (error) {
        await failed(one, fact, messageOf(error))
        return true
      }
    }
    return true
  }

  /** A fact that cannot be answered is tried again, then set aside where people see it: the rest goes on. */
  async function failed(one: Progress, fact: Fact, why: string): Promise<void> {
    const { name } = one.reaction
    log.error('a reaction failed', {
      reaction: name,
      fact: fact.type,
      position: fact.position,
      why,
    })
    const [row] = await ledger.database.sql<{ attempts: number }>`
      update reaction_cursor set attempts = attempts + 1, error = ${why}
      where name = ${name} and position < ${fact.position} returning attempts`
    const attempts = row?.attempts ?? 0
    one.retryAt = Date.now() + Math.min(30_000, 100 * 2 ** attempts)
    if (attempts < MAX_ATTEMPTS) return
    await ledger.transact({ actor: `reaction:${name}`, cause: fact }, async (tx) => {
      await tx.sql`insert into reaction_parked (name, position, error) values (${name}, ${fact.position}, ${why})
                   on conflict do nothing`
      await tx.sql`update reaction_cursor set position = ${fact.position}, attempts = 0, error = ${why}
                   where name = ${name}`
      await tx.append(
        reactionParked(`reaction:${name}`, {
          reaction: name,
          position: fact.position,
          error: why,
          attempts,
        }),
      )
    })
    one.position = fact.position
  }

  async function fireTimers(): Promise<boolean> {
    const now = new Date(await ledger.nowMs())
    const [due] = await ledger.database.sql`select from timer where due_at <= ${now} limit 1`
    if (!due) return false
    await ledger.transact({ actor: 'timer' }, async (tx) => {
      const rows = await tx.sql<TimerRow>`
        select * from timer where due_at <= ${now} order by due_at, key limit ${TIMERS_AT_ONCE}`
      const facts = rows.map((row) =>
        timerFired(row.key, {
          key: row.key,
          purpose: row.purpose,
          dueAt: row.due_at.toISOString(),
          data: row.data,
        }),
      )
      await tx.append(...facts)
    })
    return true
  }

  async function untilNextTimer(): Promise<number> {
    const [row] = await ledger.database.sql<{
      due: Date | null
    }>`select min(due_at) as due from timer`
    if (!row?.due) return LOOK_AGAIN_MS
    return Math.min(LOOK_AGAIN_MS, Math.max(5, row.due.getTime() - (await ledger.nowMs())))
  }

  const follower = createFollower({
    ledger,
    pass: async () => (await fireTimers()) || (await answerAll(true)) || untilNextTimer(),
    wokenBy: (type) => wantedTypes.has(type) || type === timerSet.type,
    failed: (error) => log.error('the ledger did not answer', { why: messageOf(error) }),
  })

  return {
    start: follower.start,
    stop: follower.stop,
    async settle() {
      while ((await fireTimers()) || (await answerAll(false))) {
        // Facts answer facts until there is silence.
      }
    },
  }
}

interface TimerRow {
  key: string
  purpose: string
  due_at: Date
  data: unknown
}
