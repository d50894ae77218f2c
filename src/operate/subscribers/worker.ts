/**
 * The worker that tells subscribers. One node at a time holds the lease; another takes over when it is gone.
 *
 * A message is taken into hand before it leaves, and its end is written after. A crash in between leaves at most
 * what was in hand, and that leaves again with the same id.
 */
import { type Log, messageOf } from '#base'
import {
  createFollower,
  Fenced,
  type Lease,
  type Ledger,
  releaseLease,
  renewLease,
  takeLease,
} from '#ledger'
import { loadModel } from '#model'
import {
  type ChannelContext,
  type NotificationContext,
  openMailer,
  readLinkKey,
} from '../notifications/index.ts'
import { type SendOutcome, whyHeld } from './decide.ts'
import { ASKING, type FanOut, type InHand, type Offer } from './fan-out.ts'
import { openJobs } from './jobs.ts'
import { keyOf, openMessages, type Sent } from './messages.ts'
import { Pauses } from './pauses.ts'
import { openPoster } from './post.ts'
import { askingMessage, type Letter, openSend, type Send } from './send.ts'

export interface FanOutWorker {
  start(): Promise<void>
  /** Waits for what is in hand, then lets go. */
  stop(): Promise<void>
  /** Sends until nothing is due: for tests. At most so many passes when told. */
  settle(passes?: number): Promise<void>
}

const LEASE_KEY = 'subscribers.fan-out'
const LOOK_AGAIN_MS = 1_000
/** What a crash may repeat; enough to keep receivers busy. */
const MOST_IN_HAND = 400
/** Who does not answer for so long makes room for others, so that receivers that hang hold up nobody. */
const SLOW_AFTER_MS = 1_000
const MOST_SLOW = 2_000
/**
 * Messages are taken many at once, since each taking is a transaction; not all at once, so that some are sent while
 * the ends of others are written.
 */
const LEAST_TAKEN = 50
const MOST_TAKEN = 150
const TELL_EVERY_MS = 2_000
const FORGET_EVERY_MS = 3_600_000

export function createFanOut(options: {
  ledger: Ledger
  context: NotificationContext
  log: Log
  /** Names this process among the nodes. */
  owner: string
  /** How long the lease outlives a node that is gone. */
  leaseMs?: number
  random?: () => number
}): FanOutWorker {
  const { ledger, context, log, owner, leaseMs = 3_000, random = Math.random } = options
  const jobs = openJobs(ledger)
  const messages = openMessages(ledger, random)
  const mailer = openMailer(context.smtp)
  const poster = openPoster({ nowMs: context.nowMs })
  const world: ChannelContext = { ...context, mailer }
  const pauses = new Pauses()
  const inHand = new Map<string, InHand & { readonly since: number }>()
  const toldAt = new Map<string, number>()
  const sending = new Set<Promise<void>>()
  let key: Buffer | undefined
  let send: Send | undefined
  let lease: Lease | undefined
  let renewedAt = 0
  let sent: Sent[] = []
  let recording: Promise<void> | undefined
  let forgotAt = Number.NEGATIVE_INFINITY

  /** Takes the lease or holds on to it; what a former holder left in hand is ours then. */
  async function hold(): Promise<Lease | undefined> {
    const at = performance.now()
    if (lease && at - renewedAt < leaseMs / 3) return lease
    if (lease && (await renewLease(ledger.database, lease, leaseMs))) {
      renewedAt = at
      return lease
    }
    lease = await takeLease(ledger.database, { key: LEASE_KEY, owner, forMs: leaseMs })
    if (!lease) return undefined
    renewedAt = at
    const orphans = await messages.takeOver(lease, inHand.values())
    if (orphans > 0) log.warn('messages to subscribers are sent again', { messages: orphans })
    return lease
  }

  /** One pass; true when something moved. */
  async function pass(): Promise<boolean> {
    try {
      const held = await hold()
      if (!held) return false
      // What is known to have arrived is written before more is sent: a crash then repeats less.
      await record()
      if (room() < LEAST_TAKEN) return false
      key ??= await readLinkKey(ledger.database.sql)
      send ??= openSend({ world, poster, key })
      if (performance.now() - forgotAt > FORGET_EVERY_MS) {
        await jobs.forget(held)
        forgotAt = performance.now()
      }
      const [nowMs, open, askings] = await Promise.all([
        ledger.nowMs(),
        jobs.open(),
        messages.askings(room()),
      ])
      let moved = await takeAskings(held, askings, nowMs)
      for (const job of open) moved = (await advance(held, job, open, nowMs)) || moved
      return moved
    } catch (error) {
      await letGo()
      if (!(error instanceof Fenced)) throw error
      return false
    }
  }

  /** One step of a job; true when something moved. */
  async function advance(
    held: Lease,
    job: FanOut,
    open: readonly FanOut[],
    nowMs: number,
  ): Promise<boolean> {
    if (job.closedBy !== null || job.state === 'superseded') {
      if (await jobs.hasQueued(job)) await jobs.supersede(held, job)
      else if (!isInHand(job)) await jobs.end(held, job)
      else return false
      return true
    }
    if (job.state !== 'running') return false
    // An end is told when nothing of its beginning can leave any more.
    if (open.some((other) => other.closedBy === job.id)) return false
    const publishedAtMs = Date.parse(job.publishedAt)
    const why = whyHeld({ publishedAtMs, nowMs, isReleased: job.releasedBy !== null })
    if (why && (!job.isComplete || (await jobs.hasQueued(job, 'not tried yet')))) {
      await jobs.hold(held, job, why)
      return false
    }
    return drain(held, job, open, nowMs)
  }

  async function drain(
    held: Lease,
    job: FanOut,
    open: readonly FanOut[],
    nowMs: number,
  ): Promise<boolean> {
    const after = open.filter((one) => isSameTopic(one, job) && one.position < job.position)
    const letter = letterOf(job)
    let now = job
    let took = 0
    for (;;) {
      const limit = Math.min(MOST_TAKEN, room())
      if (limit <= 0) break
      const taken = await messages.take(held, job.id, {
        ...{ limit, after: after.map(({ id }) => id), paused: pauses.at(nowMs), nowMs },
      })
      for (const one of taken) begin(one, letter)
      took += taken.length
      if (taken.length === limit || now.isComplete || now.state !== 'running') break
      now = await jobs.fill(held, now, nowMs)
    }
    if (performance.now() - (toldAt.get(job.id) ?? 0) > TELL_EVERY_MS) {
      toldAt.set(job.id, performance.now())
      await jobs.tell(held, now)
    }
    const isOver =
      now.isComplete && now.state === 'running' && took === 0 && !isInHand(job) && sent.length === 0
    if (!isOver || (await jobs.hasQueued(job))) return took > 0
    await jobs.end(held, now)
    toldAt.delete(job.id)
    return true
  }

  const isInHand = (job: FanOut) => [...inHand.values()].some(({ fanOut }) => fanOut === job.id)

  async function takeAskings(
    held: Lease,
    askings: readonly string[],
    nowMs: number,
  ): Promise<boolean> {
    let moved = false
    for (const asking of askings) {
      const how = { limit: 1, after: [], paused: pauses.at(nowMs), nowMs }
      const [one] = await messages.take(held, asking, how)
      if (!one) continue
      begin(one, await askingLetter(one), asking === ASKING + one.nonce)
      moved = true
    }
    return moved
  }

  async function askingLetter(one: InHand): Promise<Letter> {
    const model = await loadModel(ledger.database.sql, one.workload)
    const spec = model?.get('status-page', one.page)?.spec
    const sms = spec?.subscribers?.sms
    const offer: Offer = {
      title: spec?.title ?? one.page,
      mostPerHour: 0,
      privateWebhooks: spec?.subscribers?.privateWebhooks ?? false,
      sms: (sms && model?.find(sms, 'channel')?.spec) || null,
    }
    return {
      ...{ type: 'subscription.asked', offer, topic: one.fanOut, queuedAtMs: one.askedAtMs },
      message: askingMessage(key!, one, offer.title),
    }
  }

  /** How many may still be taken in hand. */
  function room(): number {
    const before = performance.now() - SLOW_AFTER_MS
    let slow = 0
    // The longest in hand come first.
    for (const { since } of inHand.values()) {
      if (since >= before) break
      slow++
    }
    return MOST_IN_HAND - (inHand.size - Math.min(slow, MOST_SLOW))
  }

  function begin(message: InHand, letter: Letter, isWanted = true): void {
    const name = keyOf(message)
    inHand.set(name, { ...message, since: performance.now() })
    const work = (isWanted ? send!(message, letter) : Promise.resolve(NOT_WANTED))
      .then((outcome) => ended(message, letter, outcome))
      .finally(() => {
        inHand.delete(name)
        sending.delete(work)
        if (room() >= LEAST_TAKEN) follower.wake()
      })
    sending.add(work)
  }

  function ended(message: InHand, { queuedAtMs }: Letter, outcome: SendOutcome): Promise<void> {
    pauses.heard(message.channel, outcome, context.nowMs())
    sent.push({ message, outcome, queuedAtMs })
    return record()
  }

  /** Ends that come while others are written are written together. */
  async function record(): Promise<void> {
    while (sent.length > 0) {
      recording ??= writeSent().finally(() => {
        recording = undefined
      })
      await recording
    }
    await recording
  }

  async function writeSent(): Promise<void> {
    const batch = sent
    sent = []
    for (let attempt = 1; ; attempt++) {
      try {
        return await messages.record(batch)
      } catch (error) {
        // Unwritten, the messages would be sent again: the same id tells the receiver.
        log.error('ends of messages were not written', { why: messageOf(error), attempt })
        if (attempt === 3) return letGo()
      }
    }
  }

  /** What is in doubt comes back with the next taking of the lease, as of a former holder. */
  async function letGo(): Promise<void> {
    const held = lease
    lease = undefined
    if (held) await releaseLease(ledger.database, held).catch(() => {})
  }

  async function untilNextDue(): Promise<number> {
    if (!lease || inHand.size > 0) return LOOK_AGAIN_MS
    const open = await jobs.open()
    const due = await messages.nextDueMs(
      open.flatMap(({ id, state }) => (state === 'running' ? [id] : [])),
    )
    const inMs = (due ?? 0) - (await ledger.nowMs())
    // What is due and was not taken waits for another message, or for a way that is left alone.
    return inMs <= 0 ? LOOK_AGAIN_MS : inMs
  }

  const follower = createFollower({
    ledger,
    pass: async () => (await pass()) || untilNextDue(),
    wokenBy: (type) => type.startsWith('status.fan-out-'),
    failed: (error) => log.error('subscribers were not told', { why: messageOf(error) }),
    lookAgainMs: LOOK_AGAIN_MS,
  })

  return {
    start: follower.start,
    async stop() {
      await follower.stop()
      await Promise.all(sending)
      await letGo()
      mailer.close()
      poster.close()
    },
    async settle(passes = Number.POSITIVE_INFINITY) {
      for (let i = 0; i < passes && ((await pass()) || sending.size > 0); i++)
        await Promise.all(sending)
    },
  }
}

/** It was answered, or asked anew, before its message left. */
const NOT_WANTED: SendOutcome = {
  ...{ kind: 'failed', reason: 'it is not wanted any more', permanent: true, uncertain: false },
}

const isSameTopic = (one: FanOut, other: FanOut) =>
  one.workload === other.workload && one.page === other.page && one.component === other.component

function letterOf(job: FanOut): Letter {
  return {
    ...{ message: job.message, offer: job.offer },
    type: job.said === 'impacted' ? 'status.impacted' : 'status.restored',
    topic: `status:${job.workload}/${job.page}/${job.component}`,
    queuedAtMs: Date.parse(job.startedAt),
  }
}
