import type { Action } from '../command.ts'
import { createQuietTime } from './create-quiet-time.ts'

/** Also `alarm silence <name>`. */
const silenceCreate: Action = (context, options, alarm) =>
  createQuietTime(context, 'silence', alarm === undefined ? options : { ...options, alarm })
export default silenceCreate
