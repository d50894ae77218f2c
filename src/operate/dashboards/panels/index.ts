/** How each kind of panel is read. A new one is a file beside this one, a line here, and its words in the model. */
import type { PanelSpec } from '../frame.ts'
import type { PanelRead } from '../panel-data.ts'
import { readAlarmList } from './alarms.ts'
import { readIncidentList } from './incidents.ts'
import { readLogs } from './logs.ts'
import { readMeasured, readOutcome } from './measured.ts'
import type { Sources } from './sources.ts'
import { readStates } from './states.ts'
import { readTable } from './table.ts'

export function readPanel(panel: PanelSpec, from: Sources): Promise<PanelRead> {
  switch (panel.show) {
    case 'line':
    case 'value':
      return readMeasured(panel, from)
    case 'outcome':
      return readOutcome(panel, from)
    case 'states':
      return readStates(panel, from)
    case 'alarms':
      return readAlarmList(panel, from)
    case 'incidents':
      return readIncidentList(panel, from)
    case 'logs':
      return readLogs(panel, from)
    case 'table':
      return readTable(panel, from)
    case 'text':
      return Promise.resolve({
        ...{ show: 'text', text: panel.text, status: null, reason: null, ask: null, path: null },
      })
  }
}

export { type Asked, type Sources, type Stores, sourcesOf } from './sources.ts'
