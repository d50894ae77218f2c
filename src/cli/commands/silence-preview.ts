import type { Action } from '../command.ts'
import { printPreview } from './print-preview.ts'
import { silenceGiven } from './silence-given.ts'

const silencePreview: Action = async ({ terminal, connection, workload }, options) => {
  const body = silenceGiven(await workload(), 'silence', options)
  const { data } = await connection().call('silences.preview', { body })
  printPreview(terminal, data)
}
export default silencePreview
