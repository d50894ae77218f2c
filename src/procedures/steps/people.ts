import { defineStep } from './definition.ts'

/** A person does something and ticks it; input= and evidence= ask for words or a link. */
export const manual = defineStep({
  kind: 'manual',
  languages: [],
  attributes: ['input', 'evidence'],
  effect: () => 'change',
})

/** n distinct people agree. One rejection ends it, and time never grants it. */
export const approval = defineStep({
  kind: 'approval',
  languages: [],
  attributes: ['approve', 'not'],
  effect: () => 'read',
})

/** The first choice whose condition is true; choices without one are for a person; Otherwise is the last. */
export const decide = defineStep({
  kind: 'decide',
  languages: [],
  attributes: ['decide'],
  effect: () => 'read',
})

/** An item of a checklist: answered by its check, or by a person. */
export const item = defineStep({
  kind: 'item',
  languages: [],
  attributes: ['input', 'evidence', 'check', 'min', 'within'],
  effect: () => 'read',
})
