/** The door of templates: Prometheus' own, in labels and annotations of alerts. */
import { messageOf } from '#base'
import { expandParsed, type TemplateData } from './expand.ts'
import { FUNCTION_NAMES } from './functions.ts'
import { parseTemplate, type Template } from './parse.ts'
import { TemplateMistake } from './tokens.ts'

export type { TemplateData } from './expand.ts'
export type { TemplateSample } from './functions.ts'

const parsed = new Map<string, Template>()
const CACHE_SIZE = 10_000

function parse(text: string): Template {
  let template = parsed.get(text)
  if (!template) {
    template = parseTemplate(text, FUNCTION_NAMES)
    if (parsed.size >= CACHE_SIZE) parsed.clear()
    parsed.set(text, template)
  }
  return template
}

/** Why the text is not a template, such as a function that is not known; undefined when it is one. */
export function checkTemplate(text: string): string | undefined {
  if (!text.includes('{{')) return undefined
  try {
    parse(text)
    return undefined
  } catch (error) {
    if (error instanceof TemplateMistake) return error.message
    throw error
  }
}

/** The text with values put in, or as it was, with the reason why they could not be. */
export async function fillTemplate(
  text: string,
  data: TemplateData,
): Promise<{ readonly text: string; readonly problem?: string }> {
  if (!text.includes('{{')) return { text }
  try {
    return { text: await expandParsed(parse(text), data) }
  } catch (error) {
    return { text, problem: messageOf(error) }
  }
}

/** The text with values put in. What cannot be done stands in it as an error, as with Prometheus. */
export async function expandTemplate(text: string, data: TemplateData): Promise<string> {
  if (!text.includes('{{')) return text
  try {
    return await expandParsed(parse(text), data)
  } catch (error) {
    return `<error expanding template: ${messageOf(error)}>`
  }
}
