import type { Action } from '../command.ts'
import { createQuietTime } from './create-quiet-time.ts'

const maintenanceCreate: Action = (context, options) =>
  createQuietTime(context, 'maintenance', options)
export default maintenanceCreate
