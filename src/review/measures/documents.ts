/** The procedures of a model as documents, parsed once for each text. */
import type { Model } from '#model'
import { type ParsedProcedure, parseProcedure } from '#procedures'

export interface Document {
  readonly id: string
  readonly plan: ParsedProcedure['plan']
  /** The first mistake; undefined when there is none. */
  readonly mistake: string | undefined
}

const parsed = new WeakMap<Model, readonly Document[]>()

export function documentsOf(model: Model): readonly Document[] {
  const known = parsed.get(model)
  if (known) return known
  const documents = model.manifest.procedures.map(({ id, path, text }) => {
    const { plan, diagnostics } = parseProcedure(text, { path })
    const mistake = diagnostics.find(({ severity }) => severity === 'error')?.message
    return { id, plan, mistake }
  })
  parsed.set(model, documents)
  return documents
}
