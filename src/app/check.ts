/** The whole check of a model: its own rules, and those of the folders above it. */

import { messageOf } from '#base'
import {
  checkManifest,
  type Diagnostic,
  findField,
  loadFolder,
  type Manifest,
  modelOf,
} from '#model'
import { channelSchemas } from '#operate'
import { parseProcedure } from '#procedures'
import { checkTemplate, compilePattern, parsePromql, parseSearch, whyNoCounter } from '#telemetry'

export interface CheckedWorkload {
  readonly manifest: Manifest
  readonly diagnostics: readonly Diagnostic[]
  readonly folder: string
}

/** Loads and checks the model of a folder. */
export async function checkWorkload(path: string): Promise<CheckedWorkload> {
  const { manifest, diagnostics, broken, folder } = await loadFolder(path)
  // When the code did not run there is nothing to check, and every reference would seem to miss.
  const found =
    manifest.resources.length === 0 && diagnostics.length > 0 ? [] : checkWhole(manifest, broken)
  const all = [...diagnostics, ...found.map((one) => findField(folder, one))]
  return { manifest, folder, diagnostics: all.sort(byPlace) }
}

/** Every mistake of a manifest, wherever it came from. */
export function checkWhole(
  manifest: Manifest,
  broken: readonly Manifest['resources'][number][] = [],
): Diagnostic[] {
  return [
    ...checkManifest(manifest, {
      broken,
      checkQuery,
      checkSearch,
      checkTemplate,
      checkPattern,
      checkCounter: whyNoCounter,
      channelTypes: channelSchemas,
    }),
    ...manifest.procedures.flatMap((procedure) => checkProcedure(manifest, procedure)),
  ]
}

function checkProcedure(
  manifest: Manifest,
  { id, path, text }: Manifest['procedures'][number],
): Diagnostic[] {
  const model = modelOf(manifest)
  const { plan, diagnostics } = parseProcedure(text, { path })
  const subject = `procedure:${id}`
  const found: Diagnostic[] = diagnostics.map((one) => ({ ...one, file: path, subject }))
  if (!plan) return found
  const { owner } = plan
  const known = [`team:${owner}`, `person:${owner}`, owner].find(
    (ref) => model.peopleOf(ref).length > 0,
  )
  if (!known) {
    const line = text.split('\n').findIndex((one) => /^owner:/.test(one)) + 1
    found.push({
      code: 'OP009',
      severity: 'error',
      message: `${subject}: its owner ${owner} is no team with members and no person of the model`,
      hint: 'Name a team or a person that the model declares.',
      file: path,
      line: line || 1,
      column: 1,
      subject,
    })
  }
  return found
}

function checkQuery(query: string): string | undefined {
  try {
    parsePromql(query)
    return undefined
  } catch (error) {
    return messageOf(error)
  }
}

function checkSearch(search: string): string | undefined {
  try {
    parseSearch(search)
    return undefined
  } catch (error) {
    return messageOf(error)
  }
}

function checkPattern(pattern: string): string | undefined {
  try {
    compilePattern(pattern)
    return undefined
  } catch (error) {
    return messageOf(error)
  }
}

function byPlace(a: Diagnostic, b: Diagnostic): number {
  return (a.file ?? '').localeCompare(b.file ?? '') || (a.line ?? 0) - (b.line ?? 0)
}
