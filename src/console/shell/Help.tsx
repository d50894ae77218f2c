/** All keys, and the switch that turns single keys off. */
import { Dialog as Radix } from 'radix-ui'
import { useState } from 'react'
import { Key } from '../ui/Chip.tsx'
import { singleKeysAreOn, switchSingleKeys } from './keys.ts'
import { shownPlaces } from './places.ts'
import '../ui/dialog.css'
import './help.css'

const KEYS: readonly (readonly [string, string])[] = [
  ['Ctrl K', 'Palette: go to, search, run, declare'],
  ['/', 'Filter the list on this page'],
  ['J', 'Next row'],
  ['K', 'Previous row'],
  ['Enter', 'Open the row'],
  ['Esc', 'Close what is open'],
  ['[', 'Narrower time range'],
  [']', 'Wider time range'],
  ['D', 'Declare an incident'],
  ['A', 'On an incident: acknowledge'],
  ['N', 'On an incident: add a note'],
  ['T', 'On a chart: show it as a table'],
  ['F', 'On a dashboard: the whole screen'],
  ['U', 'On a dashboard: ask again'],
  ['?', 'These keys'],
]

export function Help({ open, onClose }: { open: boolean; onClose: () => void }) {
  const [on, setOn] = useState(singleKeysAreOn)
  return (
    <Radix.Root open={open} onOpenChange={(next) => !next && onClose()}>
      <Radix.Portal>
        <Radix.Overlay className="veil" />
        <Radix.Content className="dialog" aria-describedby={undefined}>
          <Radix.Title className="dialog-title">Keys</Radix.Title>
          <ul className="help-keys">
            {KEYS.map(([key, does]) => (
              <li key={key}>
                <Key>{key}</Key> {does}
              </li>
            ))}
            {shownPlaces.map(({ key, label }) =>
              key ? (
                <li key={key}>
                  <Key>G</Key> <Key>{key.toUpperCase()}</Key> {label}
                </li>
              ) : null,
            )}
          </ul>
          <label className="row help-switch">
            <input
              type="checkbox"
              checked={on}
              onChange={(event) => {
                setOn(event.target.checked)
                switchSingleKeys(event.target.checked)
              }}
            />
            Single keys are on
          </label>
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  )
}
