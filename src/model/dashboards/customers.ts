/**
 * For customers: what they can do now, in the words of their status page. It names no internal part: what is
 * said to customers never does. Pure.
 */
import type { Model } from '../model.ts'
import type { DashboardInput, PanelInput, SectionInput } from './dashboard-input.ts'
import { titleOf } from './engineers.ts'
import { byWeight } from './leaders.ts'

interface Thing {
  readonly of: string | string[]
  readonly name: string
  readonly hurt?: string
}

export function customersDashboard(model: Model): DashboardInput {
  const outcomes = byWeight(model.all('outcome')).filter(({ spec }) => spec.kind === 'customer')
  const told = toldOf(model)
  const things: Thing[] =
    told.length > 0
      ? told
      : outcomes.map(({ name, spec }) => ({ of: `outcome:${name}`, name: spec.title }))
  const journeys = model
    .all('journey')
    .map(({ name, spec }): Thing => ({ of: `journey:${name}`, name: spec.title }))
  const panels: PanelInput[] = []
  if (things.length > 0) panels.push(states('available', 'What works', things))
  if (journeys.length > 0) panels.push(states('journeys', 'Tried as a customer would', journeys))
  if (panels.length === 0)
    panels.push({
      show: 'text',
      id: 'nothing-told',
      text: 'Nothing says what customers get. Declare a status page for them, or an outcome of the kind customer.',
    })
  const sections: SectionInput[] = [{ title: 'What you can do now', panels }]
  if (outcomes.length > 0)
    sections.push({
      title: 'How well it works',
      panels: outcomes.slice(0, 12).map(
        ({ name, spec }): PanelInput => ({
          show: 'line',
          id: `course-${name}`,
          title: spec.title,
          outcome: `outcome:${name}`,
          width: 'half',
        }),
      ),
    })
  sections.push({
    title: 'What was impaired',
    panels: [{ show: 'incidents', id: 'impaired', title: 'Impairments', width: 'full' }],
  })
  return {
    title: `${titleOf(model)} for customers`,
    audience: 'customers',
    description: 'Can I do what I came to do?',
    range: '24h',
    sections,
  }
}

/** What the status pages for customers speak of, each once. */
function toldOf(model: Model): Thing[] {
  return model
    .all('status-page')
    .filter(({ spec }) => spec.audience === 'customers')
    .flatMap(({ spec }) => spec.components)
    .map(({ name, outcomes, impacted }) => ({ of: outcomes, name, hurt: impacted }))
    .filter(({ name }, at, all) => all.findIndex((one) => one.name === name) === at)
}

const states = (id: string, title: string, of: readonly Thing[]): PanelInput => ({
  show: 'states',
  id,
  title,
  width: 'half',
  of: of.slice(0, 60).map((one) => ({ ...one })),
})
