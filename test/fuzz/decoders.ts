/** Every decoder on damaged messages: it answers or refuses, and what it answers is what the store can keep. */
import { OpsplaneError } from '#base'
import { type Batch, type Decoded, ingestFormats } from '#telemetry'
import { randomOf } from '../harness/random.ts'
import { damage } from './damage.ts'
import { NOW_MS, seeds } from './seeds.ts'

export interface FuzzReport {
  readonly runs: number
  /** By format: how many were kept at least in part, and how many were refused as a whole. */
  readonly formats: Readonly<Record<string, { decoded: number; refused: number }>>
  readonly failures: readonly {
    readonly format: string
    readonly hex: string
    readonly why: string
  }[]
}

const REFUSALS = new Set(['bad-input', 'too-large', 'unsupported'])
const MOST_FAILURES = 10

export function fuzzDecoders(runs: number, seed: number): FuzzReport {
  const random = randomOf(seed)
  const formats = Object.fromEntries(
    ingestFormats.map(({ name }) => [name, { decoded: 0, refused: 0 }]),
  )
  const failures: FuzzReport['failures'][number][] = []
  for (let run = 0; run < runs && failures.length < MOST_FAILURES; run++) {
    const format = ingestFormats[run % ingestFormats.length]!
    const choices = seeds[format.name]
    if (!choices) throw new Error(`no good message of ${format.name} is known`)
    const { bytes, contentType } = choices[Math.floor(random() * choices.length)]!
    const hurt = damage(bytes, random)
    const count = formats[format.name]!
    try {
      check(format.decode(hurt, contentType, { nowMs: NOW_MS }))
      count.decoded++
    } catch (error) {
      if (error instanceof OpsplaneError && REFUSALS.has(error.kind)) count.refused++
      else
        failures.push({
          format: format.name,
          hex: Buffer.from(hurt).toString('hex'),
          why: String((error as Error).stack ?? error),
        })
    }
  }
  return { runs, formats, failures }
}

/** What the tables take: whole times, texts without half characters, numbers in their range. */
function check({ batch, accepted, rejected }: Decoded): void {
  const items = itemsOf(batch)
  if (!Number.isInteger(accepted) || accepted < 0) throw new Error(`accepted is ${accepted}`)
  if (rejected.count !== rejected.reasons.reduce((sum, { count }) => sum + count, 0))
    throw new Error('the reasons do not add up')
  for (const item of items) checkValue(item, batch.signal)
}

function itemsOf(batch: Batch): readonly object[] {
  switch (batch.signal) {
    case 'metrics':
      return [...batch.points]
    case 'logs':
      return batch.records
    case 'traces':
      return batch.spans
    case 'flows':
      return batch.flows
    case 'activity':
      return batch.activities
  }
}

function checkValue(value: unknown, path: string): void {
  if (typeof value === 'bigint' && (value < -(2n ** 63n) || value >= 2n ** 64n))
    throw new Error(`${path} does not fit into 64 bits: ${value}`)
  if (typeof value === 'number' && /Ms$|[pP]ort$/.test(path)) {
    if (!Number.isFinite(value) || value < 0) throw new Error(`${path} is ${value}`)
  }
  if (typeof value === 'object' && value !== null)
    for (const [name, inner] of Object.entries(value)) checkValue(inner, `${path}.${name}`)
}
