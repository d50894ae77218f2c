/** Every form of a status page. */
import { atom } from './render-atom.ts'
import { html } from './render-html.ts'
import { incidentsJson, summaryJson } from './render-json.ts'
import type { StatusRenderer } from './renderer.ts'

export const statusRenderers: readonly StatusRenderer[] = [html, summaryJson, incidentsJson, atom]
