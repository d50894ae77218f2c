/**
 * The alarms of one workload that this node holds, in memory, and the looks at them. What is decided is committed first and remembered
 * afterwards, so a transaction that fails leaves nothing behind, here or there.
 */
import { defineError, type Log, messageOf } from '#base'
import { alarmLateSamplesCounted, type Lease, type Ledger, type NewFact } from '#ledger'
import { loadModel, type Model, manifestHash } from '#model'
import { type Instance, instanceOf, labelsKey } from './instance.ts'
import type { Sampler } from './kinds/kind.ts'
import type { LogReader } from './log-reader.ts'
import { type Found, factsOf, lookAt } from './look.ts'
import { type Ranges, readPast } from './past.ts'
import { type AlarmInstance, readAlarmPosition, readInstances, readUnevaluable } from './read.ts'
import type { HeldSignal, SignalArrival, SignalReader } from './reader.ts'
import { type RemovedResource, readRemoved } from './removed-resource.ts'
import { type PastTick, resume } from './resume.ts'
import { looksAtTheSame, type Rule, rulesOf } from './rule.ts'
import { HEALTHY, onFailure, onSuccess, type RuleHealth } from './rule-health.ts'
import { type Shard, shardOf } from './shard.ts'
import type { Taken } from './shard-leases.ts'
import { withTexts } from './texts.ts'
import { WatchedAlarm } from './watched-alarm.ts'

const DecidedElsewhere = defineError('alarms.decided-elsewhere', 'conflict', {
  message: (d: { workload: string }) =>
    `Somebody else has decided about the alarms of ${d.workload} in the meantime.`,
  hint: 'Nothing was written; the alarms are read again and looked at anew.',
})

/** So many alarms are decided in one transaction: the first raised do not wait for the last. */
const ALARMS_PER_COMMIT = 25

export interface WatchOptions {
  readonly workload: string
  readonly ledger: Ledger
  readonly reader: SignalReader
  /** Undefined where there is no store of logs. */
  readonly logs?: LogReader | undefined
  /** Name of this node: the actor of its facts is `node:<name>`. */
  readonly node: string
  readonly log: Log
}

/** What a look at one alarm has come to, before it is committed. */
interface Outcome {
  readonly watched: WatchedAlarm
  readonly instances: ReadonlyMap<string, Instance>
  readonly health: RuleHealth
  readonly facts: readonly NewFact[]
}

export class WorkloadWatch {
  readonly #options: WatchOptions
  readonly #leases = new Map<Shard, Lease>()
  #model: Model | undefined
  #alarms = new Map<string, WatchedAlarm>()
  #byMetric = new Map<string, WatchedAlarm[]>()
  /** Those that do not rest. */
  readonly #awake = new Set<WatchedAlarm>()
  /** Alarms of whose own samples some have arrived that are not taken up yet. */
  readonly #heard: WatchedAlarm[] = []
  #removed: readonly RemovedResource[] = []
  #position = 0

  constructor(options: WatchOptions) {
    this.#options = options
  }

  get leases(): readonly Lease[] {
    return [...this.#leases.values()]
  }

  get shards(): readonly Shard[] {
    return [...this.#leases.keys()]
  }

  /** When the next look is due, in milliseconds since 1970; infinite when there is no alarm. */
  get dueMs(): number {
    let due = Number.POSITIVE_INFINITY
    for (const watched of this.#awake) due = Math.min(due, watched.dueMs)
    return due
  }

  arrived(arrival: SignalArrival, nowMs: number): void {
    for (const watched of this.#heard.splice(0)) {
      watched.arrivedHeard(nowMs)
      this.#wake(watched)
    }
    for (const name of arrival.names)
      for (const watched of this.#byMetric.get(name) ?? []) watched.arrived(arrival, nowMs)
    for (const watched of this.#byMetric.get(ANY) ?? []) watched.arrived(arrival, nowMs)
  }

  /** Unless another one has taken its place since. */
  #wake(watched: WatchedAlarm): void {
    if (this.#alarms.get(watched.rule.alarm) === watched) this.#awake.add(watched)
  }

  /** Takes up a part where its last holder left it, and decides what has been missed since. */
  async takeUp({ shard, lease, lookedMs }: Taken, nowMs: number): Promise<void> {
    this.#leases.set(shard, lease)
    await this.#load(nowMs)
    const ranges: Ranges = new Map()
    const outcomes: Outcome[] = []
    for (const watched of this.#alarms.values())
      if (shardOf(watched.rule.alarm) === shard)
        outcomes.push(await this.#resume(watched, lookedMs, nowMs, ranges))
    await this.#commit(outcomes)
  }

  async #resume(
    watched: WatchedAlarm,
    lookedMs: number | null,
    nowMs: number,
    ranges: Ranges,
  ): Promise<Outcome> {
    const { rule, instances, health } = watched
    const resumeWith = async (ticks: readonly PastTick[]) => {
      const resumed = resume(rule, instances, ticks, { lookedMs, nowMs }, this.#removed)
      return { ...resumed, facts: await this.#fill(rule, resumed.facts, QUIET) }
    }
    if (lookedMs === null) return { watched, health, ...(await resumeWith([])) }
    try {
      const { reader } = this.#options
      const { ticks, newestMs } = await readPast(reader, rule, { lookedMs, nowMs }, ranges)
      if (newestMs !== undefined) watched.foundWaiting(newestMs, nowMs)
      return { watched, health, ...(await resumeWith(ticks)) }
    } catch (error) {
      // What cannot be evaluated is told by its next looks.
      const { alarm } = rule
      this.#options.log.warn('what an alarm missed cannot be read', {
        alarm,
        why: messageOf(error),
      })
      return { watched, health, ...(await resumeWith([])) }
    }
  }

  /** Lets go of parts; nothing is decided about them any more. */
  drop(shards: readonly Shard[]): void {
    for (const shard of shards) this.#leases.delete(shard)
    for (const [alarm, watched] of this.#alarms)
      if (!this.#leases.has(shardOf(alarm))) {
        watched.held?.close()
        this.#alarms.delete(alarm)
        this.#awake.delete(watched)
      }
    this.#index()
    // The position is that of other parts now.
    this.#position = -1
  }

  /** Lets go of all of them. */
  close(): void {
    this.drop(this.shards)
  }

  /** Reads everything again when the model or somebody’s decision has moved it. */
  async refresh(nowMs: number): Promise<void> {
    const { sql } = this.#options.ledger.database
    const { workload } = this.#options
    const model = await loadModel(sql, workload)
    const position = await readAlarmPosition(sql, workload, this.shards)
    if (!isSame(model, this.#model) || position !== this.#position) await this.#load(nowMs)
    else this.#removed = await readRemoved(sql, workload)
  }

  /** Looks at every alarm that is due. Returns how many that were. */
  async look(nowMs: number): Promise<number> {
    this.#options.reader.tellSilent()
    const due = [...this.#awake].filter(({ dueMs }) => dueMs <= nowMs)
    const answers = new Map<string, Promise<Found>>()
    const decided: Outcome[] = []
    for (const watched of due) {
      if (isAsBefore(watched, nowMs)) {
        if (watched.rest(nowMs, () => this.#wake(watched))) this.#awake.delete(watched)
        continue
      }
      const outcome = await this.#lookAt(watched, nowMs, answers)
      if (outcome.facts.length === 0) remember(outcome)
      else decided.push(outcome)
      if (decided.length >= ALARMS_PER_COMMIT) await this.#commit(decided.splice(0))
    }
    await this.#commit(decided)
    return due.length
  }

  /** Late samples of alarms that nothing is decided about are told too, each minute at most. */
  #lateOf(watched: WatchedAlarm, nowMs: number): NewFact[] {
    const late = watched.takeLate(nowMs)
    if (!late) return []
    const { workload, alarm } = watched.rule
    const { samples, oldestMs } = late
    const oldestAt = new Date(oldestMs).toISOString()
    return [alarmLateSamplesCounted(`alarm:${alarm}`, { workload, alarm, samples, oldestAt })]
  }

  async #lookAt(
    watched: WatchedAlarm,
    nowMs: number,
    answers: Map<string, Promise<Found>>,
  ): Promise<Outcome> {
    const { rule, instances, health } = watched
    const { tickMs, cutMs } = watched.begin(nowMs)
    try {
      const found = cutMs === undefined ? QUIET : await this.#ask(rule, cutMs, answers)
      const looked = lookAt(rule, instances, found, tickMs, watched.watchedSinceMs, this.#removed)
      const after = looked.error
        ? onFailure(health, looked.error, rule, nowMs, looked.dropped)
        : // Silence does not prove that the query works again.
          found === QUIET
          ? { health, facts: [] }
          : onSuccess(health, rule)
      return {
        watched,
        instances: looked.instances,
        health: after.health,
        facts: [
          ...(await this.#fill(rule, factsOf(looked), found)),
          ...after.facts,
          ...this.#lateOf(watched, nowMs),
        ],
      }
    } catch (error) {
      watched.again(rule.intervalMs)
      const after = onFailure(health, messageOf(error), rule, nowMs)
      return { watched, instances, ...after }
    }
  }

  /** What is raised, with the texts of its alarm. */
  #fill(rule: Rule, facts: readonly NewFact[], found: Found): Promise<readonly NewFact[]> {
    const { reader } = this.#options
    const samples = found.kind === 'values' ? found.samples : []
    return withTexts(facts, rule, samples, (query, atMs) => reader.instant(query, atMs))
  }

  /** Alarms on the same signal share one evaluation. */
  #ask(rule: Rule, atMs: number, answers: Map<string, Promise<Found>>): Promise<Found> {
    const { query, lookbackMs, read } = rule
    if (read) return this.#read(read, atMs)
    const key = `${atMs} ${lookbackMs} ${query}`
    const asked = answers.get(key)
    if (asked) return asked
    const answer = this.#options.reader
      .instant(query, atMs, lookbackMs)
      .then((samples): Found => ({ kind: 'values', samples }))
    answers.set(key, answer)
    return answer
  }

  async #read(read: Sampler, atMs: number): Promise<Found> {
    const { workload, reader, logs, ledger } = this.#options
    const looking = { workload, reader, logs, sql: ledger.database.sql }
    return { kind: 'values', samples: await read(atMs, looking) }
  }

  async #commit(outcomes: readonly Outcome[]): Promise<void> {
    const facts = outcomes.flatMap((outcome) => outcome.facts)
    if (facts.length > 0) {
      try {
        this.#position = await this.#append(facts)
      } catch (error) {
        for (const { watched } of outcomes) watched.again()
        throw error
      }
    }
    for (const outcome of outcomes) remember(outcome)
  }

  async #append(facts: readonly NewFact[]): Promise<number> {
    const { ledger, workload, node } = this.#options
    return ledger.transact({ actor: `node:${node}` }, async (tx) => {
      for (const shard of new Set(facts.map(({ data }) => shardOf((data as AboutAlarm).alarm))))
        await tx.fence(this.#leaseOf(shard))
      const model = await loadModel(tx.sql, workload)
      const position = await readAlarmPosition(tx.sql, workload, this.shards)
      if (!isSame(model, this.#model) || position !== this.#position)
        throw new DecidedElsewhere({ workload })
      await tx.append(...facts)
      return readAlarmPosition(tx.sql, workload, this.shards)
    })
  }

  #leaseOf(shard: Shard): Lease {
    const lease = this.#leases.get(shard)
    if (!lease) throw new DecidedElsewhere({ workload: this.#options.workload })
    return lease
  }

  async #load(nowMs: number): Promise<void> {
    const { ledger, workload } = this.#options
    // In one transaction, so that rules, instances and position belong together.
    const { model, rows, position, errors, removed } = await ledger.database.transaction(
      async (sql) => {
        return {
          model: await loadModel(sql, workload),
          rows: (await readInstances(sql, workload)).instances,
          position: await readAlarmPosition(sql, workload, this.shards),
          errors: await readUnevaluable(sql, workload),
          removed: await readRemoved(sql, workload),
        }
      },
    )
    const former = this.#alarms
    this.#model = model
    this.#removed = removed
    this.#position = position
    this.#alarms = new Map()
    this.#awake.clear()
    const rowsOf = new Map<string, AlarmInstance[]>()
    for (const row of rows) {
      const own = rowsOf.get(row.alarm)
      if (own) own.push(row)
      else rowsOf.set(row.alarm, [row])
    }
    const mine = (model ? rulesOf(model) : []).filter(({ alarm }) =>
      this.#leases.has(shardOf(alarm)),
    )
    for (const fresh of mine) {
      const before = former.get(fresh.alarm)
      // What a sampler has read and learned is kept while it would read the same.
      const isSame = fresh.read && before?.rule.version === fresh.version
      const { route, groupBy } = fresh
      const rule = isSame ? { ...before.rule, route, groupBy } : fresh
      const watched = new WatchedAlarm({
        rule,
        metrics: this.#metricsOf(rule),
        instances: instancesOf(rule, rowsOf.get(rule.alarm) ?? [], before),
        health: before?.health ?? { ...HEALTHY, told: errors.has(rule.alarm) },
        nowMs,
        former: before,
      })
      watched.held = this.#hold(watched)
      this.#alarms.set(rule.alarm, watched)
      this.#awake.add(watched)
    }
    // Held again before it is let go of, a query keeps its windows.
    for (const watched of former.values()) watched.held?.close()
    this.#index()
  }

  #index(): void {
    this.#byMetric = new Map()
    for (const watched of this.#alarms.values())
      for (const metric of watched.held?.hearsAll ? [] : (watched.metrics ?? [ANY])) {
        const readers = this.#byMetric.get(metric)
        if (readers) readers.push(watched)
        else this.#byMetric.set(metric, [watched])
      }
  }

  #hold(watched: WatchedAlarm): HeldSignal | undefined {
    const { query, lookbackMs } = watched.rule
    if (query === '' || watched.metrics?.size === 0) return undefined
    return this.#options.reader.hold(query, lookbackMs, (timeMs) => {
      if (watched.held?.hearsAll && watched.heard(timeMs)) this.#heard.push(watched)
    })
  }

  #metricsOf(rule: Rule): ReadonlySet<string> | undefined {
    if (rule.query === '') return new Set()
    try {
      return this.#options.reader.metricsOf(rule.query)
    } catch (error) {
      // It is evaluated at each interval, fails each time, and is told to its owner.
      const { alarm } = rule
      this.#options.log.warn('an alarm has a query that cannot be read', {
        alarm,
        why: messageOf(error),
      })
      return new Set()
    }
  }
}

/** Equal content is the same model, whichever object the cache hands out. */
function isSame(a: Model | undefined, b: Model | undefined): boolean {
  return a === b || (a && b && manifestHash(a.manifest) === manifestHash(b.manifest)) === true
}

interface AboutAlarm {
  readonly alarm: string
}

/** What cannot be answered is looked at in full, which tells why. */
function isAsBefore(watched: WatchedAlarm, nowMs: number): boolean {
  try {
    return watched.looksAsBefore(nowMs)
  } catch {
    return false
  }
}

const QUIET: Found = { kind: 'quiet' }
/** No metric has this name. */
const ANY = ''

function remember({ watched, instances, health }: Outcome): void {
  watched.instances = instances
  watched.health = health
}

/** What the table says, with what only memory knows: when samples came, and instances that are well. */
function instancesOf(
  rule: Rule,
  rows: readonly AlarmInstance[],
  before: WatchedAlarm | undefined,
): Map<string, Instance> {
  const sameQuery = before !== undefined && looksAtTheSame(before.rule, rule)
  const instances = new Map<string, Instance>(
    sameQuery ? [...before.instances].filter(([, { state }]) => state === 'ok') : [],
  )
  for (const row of rows) {
    const key = labelsKey(row.labels)
    const known = before?.instances.get(key)
    if (known?.state === row.state) instances.set(key, known)
    else if (row.state !== 'ok' || sameQuery || row.flapping || row.changes.length > 0)
      instances.set(key, instanceOf(row, known))
  }
  return instances
}
