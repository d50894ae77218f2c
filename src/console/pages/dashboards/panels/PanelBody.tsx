/** What stands in a panel, by what it shows; what could not be read says so in its own place. */
import { Failed } from '../../../ui/index.ts'
import type { Panel } from '../words.ts'
import {
  AlarmsPanel,
  IncidentsPanel,
  LogsPanel,
  StatesPanel,
  TablePanel,
  TextPanel,
} from './Lists.tsx'
import { MeasuredPanel } from './MeasuredPanel.tsx'
import type { PanelPlace } from './place.ts'

export function PanelBody(props: { panel: Panel; place: PanelPlace; asTable: boolean }) {
  const { panel, place, asTable } = props
  const { title, content, error } = panel
  if (!content)
    return (
      <Failed error={new Error(error ? `${error.message} (${error.code})` : 'Nothing came.')} />
    )
  switch (content.show) {
    case 'line':
    case 'value':
    case 'outcome':
      return <MeasuredPanel title={title} content={content} place={place} asTable={asTable} />
    case 'states':
      return <StatesPanel title={title} content={content} />
    case 'alarms':
      return <AlarmsPanel title={title} content={content} />
    case 'incidents':
      return <IncidentsPanel title={title} content={content} />
    case 'logs':
      return <LogsPanel title={title} content={content} />
    case 'table':
      return <TablePanel title={title} content={content} />
    case 'text':
      return <TextPanel content={content} />
  }
}
