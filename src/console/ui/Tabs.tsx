/** Tabs of a panel; which one is open lives in the address. */
import { Tabs as Radix } from 'radix-ui'
import type { ReactNode } from 'react'
import { useFilter } from '../data/address.ts'
import './tabs.css'

export interface Tab {
  readonly id: string
  readonly label: ReactNode
  readonly content: ReactNode
}

/** `name` is the word in the address; the first tab is open unless it says otherwise. */
export function Tabs({ name, tabs, label }: { name: string; tabs: readonly Tab[]; label: string }) {
  const first = tabs[0]?.id ?? ''
  const [open, setOpen] = useFilter(name, first)
  const value = tabs.some(({ id }) => id === open) ? open : first
  return (
    <Radix.Root value={value} onValueChange={setOpen}>
      <Radix.List className="tabs" aria-label={label}>
        {tabs.map(({ id, label: words }) => (
          <Radix.Trigger key={id} value={id} className="tab">
            {words}
          </Radix.Trigger>
        ))}
      </Radix.List>
      {tabs.map(({ id, content }) => (
        <Radix.Content key={id} value={id}>
          {content}
        </Radix.Content>
      ))}
    </Radix.Root>
  )
}
