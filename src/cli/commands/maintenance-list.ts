import type { Action } from '../command.ts'
import { listQuietTimes } from './list-quiet-times.ts'

const maintenanceList: Action = (context, options) =>
  listQuietTimes(context, options, 'maintenance')
export default maintenanceList
