/** The labels by which two series are a match: those of `on`, or all but those of `ignoring` and the name. */
import type { Matching } from './ast.ts'
import { dropLabels, keepLabels, keyOf, labelsKey, NAME } from './labels.ts'
import type { Labels } from './source.ts'

export interface Signature {
  key(labels: Labels): string
  labels(labels: Labels): Labels
}

export function signatureFor({ on, labels: names }: Pick<Matching, 'on' | 'labels'>): Signature {
  if (on) {
    const sorted = names.toSorted()
    const kept = new Set(names)
    return {
      key: (labels) => keyOf(labels, sorted),
      labels: (labels) => keepLabels(labels, kept),
    }
  }
  const ignored = new Set([...names, NAME])
  return {
    key: (labels) => labelsKey(dropLabels(labels, ignored)),
    labels: (labels) => dropLabels(labels, ignored),
  }
}

/** The labels of a result: one to one keeps what matched, grouping keeps all of the side with many. */
export function resultLabels(labels: Labels, matching: Matching): Labels {
  if (matching.many) return labels
  const names = new Set(matching.labels)
  return matching.on ? keepLabels(labels, names) : dropLabels(labels, names)
}
