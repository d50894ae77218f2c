/** For leaders: what the business gets against its targets, what went wrong and what that cost. Pure. */
import type { Model, Resource } from '../model.ts'
import type { DashboardInput, PanelInput, SectionInput } from './dashboard-input.ts'
import { titleOf } from './engineers.ts'

/** A week ago is the same day, with the same customers. */
const COMPARE = '7d'
const MOST_OUTCOMES = 20

export function leadersDashboard(model: Model): DashboardInput {
  const outcomes = byWeight(model.all('outcome')).slice(0, MOST_OUTCOMES)
  const section = (title: string, kind: 'business' | 'customer'): SectionInput[] => {
    const panels = outcomes
      .filter(({ spec }) => spec.kind === kind)
      .map(
        ({ name }): PanelInput => ({
          show: 'outcome',
          outcome: `outcome:${name}`,
          compare: COMPARE,
          width: 'third',
        }),
      )
    return panels.length > 0 ? [{ title, panels }] : []
  }
  return {
    title: `${titleOf(model)} for leaders`,
    audience: 'leaders',
    description:
      'Is the business getting what this workload is for, and what did it cost when not?',
    range: '24h',
    sections: [
      ...(outcomes.length === 0 ? [nothingDeclared()] : []),
      ...section('What the business gets', 'business'),
      ...section('What customers get', 'customer'),
      {
        title: 'What went wrong',
        panels: [
          { show: 'incidents', id: 'incidents', title: 'Incidents and their cost', width: 'full' },
        ],
      },
      ...(outcomes.length === 0
        ? []
        : [
            {
              title: 'Against last week',
              note: 'The dashed line is the same time a week before.',
              panels: outcomes.map(
                ({ name, spec }): PanelInput => ({
                  show: 'line',
                  id: `week-${name}`,
                  title: spec.title,
                  outcome: `outcome:${name}`,
                  compare: COMPARE,
                  width: 'half',
                }),
              ),
            },
          ]),
    ],
  }
}

export const byWeight = (outcomes: readonly Resource<'outcome'>[]) =>
  [...outcomes].sort((a, b) => b.spec.weight - a.spec.weight || (a.name < b.name ? -1 : 1))

function nothingDeclared(): SectionInput {
  return {
    title: 'What the business gets',
    panels: [
      {
        show: 'text',
        id: 'no-outcome',
        text: 'No outcome is declared, so nobody can say whether the business is served. Declare what people should get: an outcome with a measure, a target and an owner.',
      },
    ],
  }
}
