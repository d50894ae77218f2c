import type { Action } from '../command.ts'
import { listQuietTimes } from './list-quiet-times.ts'

const silenceList: Action = (context, options) => listQuietTimes(context, options)
export default silenceList
