/**
 * What each panel is called in addresses and exports: its own id, or what it shows and of what. Pure, and apart
 * from the kind, so that the same panel has the same name wherever the dashboard came from.
 */
interface Named {
  readonly show: string
  readonly id?: string | undefined
  readonly title?: string | undefined
  readonly signal?: string | undefined
  readonly outcome?: string | undefined
  readonly components?: readonly string[]
  readonly outcomes?: readonly string[]
}

/** Ids of all panels, by section. */
export function idsOf(sections: readonly { readonly panels: readonly Named[] }[]): string[][] {
  return sections.map(({ panels }) => panels.map(idOf))
}

function idOf(panel: Named): string {
  if (panel.id) return panel.id
  const { show, signal, outcome, title, components = [], outcomes = [] } = panel
  const of = signal ?? outcome ?? title ?? [...components, ...outcomes][0] ?? ''
  return slug(`${show} ${of.slice(of.indexOf(':') + 1)}`)
}

function slug(words: string): string {
  return words
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .slice(0, 60)
    .replace(/^-+|-+$/g, '')
}
