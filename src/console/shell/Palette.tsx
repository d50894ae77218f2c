/** The command palette: everything is one key away. Loaded when it is first opened. */
import { useNavigate } from '@tanstack/react-router'
import { Command } from 'cmdk'
import { Contrast, LogOut, Siren } from 'lucide-react'
import { Dialog as Radix } from 'radix-ui'
import type { ReactNode } from 'react'
import { call, useAnswer, useHref, useWorkload } from '../data/index.ts'
import { chooseTheme } from '../data/theme.ts'
import { Key } from '../ui/Chip.tsx'
import { PaletteProcedures } from './PaletteProcedures.tsx'
import { shownPlaces } from './places.ts'
import '../ui/dialog.css'
import './palette.css'

export function Palette({
  open,
  onClose,
  onDeclare,
}: {
  open: boolean
  onClose: () => void
  onDeclare: () => void
}) {
  const navigate = useNavigate()
  const href = useHref()
  const workload = useWorkload()
  const incidents = useAnswer('incidents.list', { query: { workload } }).data ?? []
  const act = (what: () => void) => () => {
    onClose()
    what()
  }
  const go = (page: string) => act(() => void navigate({ to: href(page) }))
  return (
    <Radix.Root open={open} onOpenChange={(next) => !next && onClose()}>
      <Radix.Portal>
        <Radix.Overlay className="veil" />
        <Radix.Content className="palette" aria-describedby={undefined}>
          <Radix.Title className="hidden-visually">Search or run</Radix.Title>
          <Command label="Search or run" loop>
            <Command.Input placeholder="Search or run" autoFocus />
            <Command.List>
              <Command.Empty>Nothing here has that name.</Command.Empty>
              <Command.Group heading="Act">
                <Item icon={<Siren size={15} />} run={act(onDeclare)} keys={['D']}>
                  Declare an incident
                </Item>
                {(['light', 'dark', 'system'] as const).map((theme) => (
                  <Item
                    key={theme}
                    icon={<Contrast size={15} />}
                    run={act(() => chooseTheme(theme))}
                  >
                    {theme === 'system' ? 'Theme follows the system' : `Use the ${theme} theme`}
                  </Item>
                ))}
                <Item icon={<LogOut size={15} />} run={act(() => void signOut())}>
                  Sign out
                </Item>
              </Command.Group>
              <PaletteProcedures go={go} />
              <Command.Group heading="Go to">
                {shownPlaces.map(({ path, label, icon: Icon, key }) => (
                  <Item
                    key={path}
                    icon={<Icon size={15} />}
                    run={go(path)}
                    keys={key ? ['G', key.toUpperCase()] : []}
                  >
                    {label}
                  </Item>
                ))}
              </Command.Group>
              <Command.Group heading="Incidents">
                {incidents.slice(0, 20).map(({ id, name, title, state }) => (
                  <Item key={id} icon={<Siren size={15} />} run={go(`incidents/${name}`)}>
                    {name} {title} <span className="muted small">{state}</span>
                  </Item>
                ))}
              </Command.Group>
            </Command.List>
          </Command>
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  )
}

async function signOut(): Promise<void> {
  await call('session.close').catch(() => undefined)
  window.location.assign('/sign-in')
}

export function Item({
  icon,
  run,
  keys = [],
  children,
}: {
  icon: ReactNode
  run: () => void
  keys?: readonly string[]
  children: ReactNode
}) {
  return (
    <Command.Item onSelect={run}>
      <span className="palette-icon" aria-hidden="true">
        {icon}
      </span>
      <span>{children}</span>
      <span className="push">
        {keys.map((key) => (
          <Key key={key}>{key}</Key>
        ))}
      </span>
    </Command.Item>
  )
}
