/** Collects the evidence of an incident once: all sources at the same scene, each on its own. */
import { messageOf } from '#base'
import type { EvidenceItem, EvidenceSource, Scene } from './evidence.ts'
import { rank } from './rank.ts'
import type { Suspect } from './suspect.ts'

export interface Evidence {
  readonly suspects: readonly Suspect[]
  /** In the order of time. */
  readonly items: readonly EvidenceItem[]
  /** Sources that could not look, and why. */
  readonly blind: readonly string[]
}

const MOST_SUSPECTS = 10
/** Less than this is not worth a name. */
const LEAST = 0.05
const MOST_ITEMS = 200

/** A source that fails leaves the others as they are. */
export async function collect(sources: readonly EvidenceSource[], scene: Scene): Promise<Evidence> {
  const found = await Promise.all(
    sources.map(async ({ name, weight, collect }) => {
      try {
        return { weight, ...(await collect(scene)) }
      } catch (error) {
        return { weight, items: [], suspects: [], blind: `${name}: ${messageOf(error)}` }
      }
    }),
  )
  return {
    suspects: rank(found)
      .filter(({ score }) => score >= LEAST)
      .slice(0, MOST_SUSPECTS)
      .map((one) => ({ ...one, score: Math.round(one.score * 1_000) / 1_000 })),
    items: found
      .flatMap(({ items }) => items)
      .sort((a, b) => a.at.localeCompare(b.at))
      .slice(-MOST_ITEMS),
    blind: found.flatMap((one) => ('blind' in one ? [one.blind] : [])),
  }
}
