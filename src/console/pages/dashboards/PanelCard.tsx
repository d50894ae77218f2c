/** A panel in its frame: the frame has its place and height before there is data, so that nothing jumps. */
import { Link } from '@tanstack/react-router'
import { Ellipsis } from 'lucide-react'
import { DropdownMenu } from 'radix-ui'
import { type ReactNode, useId, useRef, useState } from 'react'
import { explore, useHref } from '../../data/index.ts'
import { Guard, Loading } from '../../ui/index.ts'
import { PanelBody } from './panels/PanelBody.tsx'
import type { PanelPlace } from './panels/place.ts'
import type { Frame, Panel } from './words.ts'

interface Props {
  readonly frame: Frame
  readonly panel: Panel | undefined
  readonly place: PanelPlace | undefined
  /** It is the only one on the page. */
  readonly alone: boolean
  readonly acts: PanelActs
}

export interface PanelActs {
  readonly open: (id: string) => void
  readonly picture: (element: HTMLElement, frame: Frame) => void
  readonly data: (panel: Panel) => void
  /** The address of the panel with its time as it is now. */
  readonly link: (id: string) => void
  /** As in the address, for Explore. */
  readonly range: { readonly from: string; readonly to?: string }
}

export function PanelCard({ frame, panel, place, alone, acts }: Props) {
  const title = useId()
  const element = useRef<HTMLElement>(null)
  const [asTable, setAsTable] = useState(false)
  const isChart = ['line', 'value', 'outcome'].includes(frame.show)
  const ask = panel?.content?.ask
  return (
    <article
      ref={element}
      className={`card panel ${frame.show} ${alone ? 'full alone' : frame.width}`}
      aria-labelledby={frame.title ? title : undefined}
      id={frame.id}
      {...(frame.rows && !alone ? { style: { minHeight: heightOf(frame.rows) } } : {})}
    >
      <header className="panel-head">
        <div className="panel-title">
          <h3 id={title}>{frame.title}</h3>
          {frame.note && <p className="muted small">{frame.note}</p>}
        </div>
        <div className="panel-aside" data-no-picture>
          {ask && <Ask ask={ask} range={acts.range} of={frame.title} />}
          <Menu of={frame.title || frame.id}>
            {!alone && <Item onSelect={() => acts.open(frame.id)}>Show alone</Item>}
            {isChart && (
              <Item onSelect={() => setAsTable(!asTable)}>
                {asTable ? 'Show as chart' : 'Show as table'}
              </Item>
            )}
            <Item onSelect={() => element.current && acts.picture(element.current, frame)}>
              Save as image
            </Item>
            {panel && <Item onSelect={() => acts.data(panel)}>Save data as CSV</Item>}
            <Item onSelect={() => acts.link(frame.id)}>Copy link to this time</Item>
          </Menu>
        </div>
      </header>
      <div className="panel-body">
        {panel && place ? (
          <Guard>
            <PanelBody panel={panel} place={place} asTable={asTable} />
          </Guard>
        ) : (
          <Loading lines={2} />
        )}
      </div>
    </article>
  )
}

/** Of a list whose length is known before; a longer one scrolls. */
const heightOf = (rows: number) => 50 + 36 * Math.min(rows, 8)

function Ask(props: {
  ask: NonNullable<NonNullable<Panel['content']>['ask']>
  range: PanelActs['range']
  of: string
}) {
  const href = useHref()
  const { page, search } = explore.ask(props.ask.tab, props.ask.question, props.range)
  return (
    <Link to={href(page)} search={search as never} className="small">
      Explore<span className="hidden-visually"> {props.of}</span>
    </Link>
  )
}

function Menu({ of, children }: { of: string; children: ReactNode }) {
  return (
    <DropdownMenu.Root modal={false}>
      <DropdownMenu.Trigger className="panel-menu-button" aria-label={`Actions of ${of}`}>
        <Ellipsis size={15} aria-hidden="true" />
      </DropdownMenu.Trigger>
      {/* Within the page, so that it stands in a landmark. */}
      <DropdownMenu.Portal container={document.getElementById('main')}>
        <DropdownMenu.Content className="panel-menu" align="end" sideOffset={4}>
          {children}
        </DropdownMenu.Content>
      </DropdownMenu.Portal>
    </DropdownMenu.Root>
  )
}

function Item({ onSelect, children }: { onSelect: () => void; children: ReactNode }) {
  return (
    <DropdownMenu.Item className="panel-menu-item" onSelect={onSelect}>
      {children}
    </DropdownMenu.Item>
  )
}
